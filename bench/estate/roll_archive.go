package estate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

const watchArchive = "e-archive" // and the matter

// archives are the answers of the archive to the matters of social assistance that were
// closed of late: one call for each sort of matter.
func (w *world) archives() []*roll {
	faults := archiveFaults()
	closed := w.closedMatters(Assistance)
	all := []*roll{closed}
	kinds := []string{aidMinimum, "生活困境补助", aidLowIncome, aidDestitute, aidTemporary, aidEducation, "取暖救助"}
	for i, matter := range []string{"minimum-living", "living-hardship", "low-income", "destitute", "temporary-aid", "education-aid", "heating-aid"} {
		r := w.archive(Assistance, matter, 40+i)
		closed.close(r, kinds[i])
		all = append(all, r.spoil(faults[matter]...))
	}
	closed.spoil(matterClosedTwice, matterOfNoKind)
	return all
}

// archive answers for so many closed matters. The newest, of yesterday, is not archived
// yet, and need not be.
func (w *world) archive(system, matter string, matters int) *roll {
	r := w.roll(system, watchArchive, []string{"matter_no"},
		text("matter_no", 40), text("matter_type", 40), date("closed_on"), text("archive_no", 40), text("documents", 200), integer("document_count"),
		text("hash", 64), text("sent_hash", 64), timestamp("archived_at")).as(watchArchive + "-" + matter)
	r.call = true
	for i := range matters {
		no := fmt.Sprintf("SX-%s-%s-%04d", matter, w.clock.month.compact(), i)
		closed := w.clock.today - 1 - day(i)
		if i == 0 {
			r.odd("closed-yesterday-not-archived-yet", r.add(nil, no, matter, closed.text(), nil, nil, nil, nil, nil, nil))
			continue
		}
		documents := []string{"申请书", "身份证", "户口簿", "授权书", "审批表"}[:2+i%4]
		hash := hashOf(no)
		r.add(nil, no, matter, closed.text(), "DA"+no[2:], strings.Join(documents, ";"), int64(len(documents)), hash, hash, closed.at(noon+3600+i*60).text())
	}
	return r
}

func hashOf(text string) string {
	hash := sha256.Sum256([]byte(text))
	return hex.EncodeToString(hash[:])
}

// archiveFaults has faults for each sort of matter.
func archiveFaults() map[string][]func(*roll) {
	return map[string][]func(*roll){
		"minimum-living":  {matterArchivedTwice},
		"living-hardship": {archiveNumberTwice, matterWithoutDay},
		"low-income":      {matterNotArchived, matterUnheardOf, breaks("documents-counted-in-words", "document_count", constant("三份"), archivedMatter, "type(document_count)")},
		"destitute":       {breaks("archived-without-a-hash", "hash", constant(nil), nil, "archive-whole")},
		"temporary-aid":   {slowAnswer, breaks("document-lost-on-the-way", "document_count", constant(int64(1)), nil, "documents-counted")},
		"education-aid":   {breakCall("archive-down", archiveChecks()...)},
		"heating-aid": {archivedBeforeClosed,
			breaks("hash-cut-short", "hash", func(hash string) any { return hash[:40] }, nil, "format(hash)"),
			breaks("archive-unlike-what-was-sent", "hash", func(hash string) any { return hashOf(hash) }, nil, "hash-agrees")},
	}
}

// archiveChecks are the checks that need the archive's rows.
func archiveChecks() []string {
	all := []string{"row_count", "matter-once", "archive-once", "closed-archived", "archive-whole", "documents-counted", "hash-agrees", "archived-after-closed", "equals-closed-matters",
		"length(matter_no)", "length(matter_type)", "length(archive_no)", "range(document_count)", "format(hash)",
		"required(matter_no)", "required(matter_type)", "required(closed_on)"}
	for _, column := range []string{"matter_no", "matter_type", "closed_on", "archive_no", "documents", "document_count", "hash", "sent_hash", "archived_at"} {
		all = append(all, "type("+column+")")
	}
	return all
}

func archivedMatter(r *roll, at int) bool { return r.text(at, "archive_no") != "" }

// matterArchivedTwice was sent again after a timeout, and taken as a new one.
func matterArchivedTwice(r *roll) {
	at := r.pick(nil)
	r.set(r.repeat(at), "archive_no", r.text(at, "archive_no")+"-2")
	r.note("matter-archived-twice").primary("matter-once", r.text(at, "matter_no")).unlikeClosed(at, r.text(at, "closed_on"))
}

func archiveNumberTwice(r *roll) {
	first, second := r.pick(nil), r.pick(nil)
	r.set(second, "archive_no", r.text(first, "archive_no"))
	r.note("archive-number-given-twice").primary("archive-once", r.text(first, "archive_no"))
}

func matterNotArchived(r *roll) {
	at := r.pick(func(at int) bool { return at > 20 }) // closed three weeks ago
	for _, column := range []string{"archive_no", "documents", "document_count", "hash", "archived_at"} {
		r.set(at, column, nil)
	}
	r.note("closed-and-not-archived").row(at, "closed-archived")
}

func archivedBeforeClosed(r *roll) {
	at := r.pick(nil)
	r.set(at, "archived_at", (r.world.clock.today - 90).at(9*3600).text())
	r.note("archived-before-it-was-closed").row(at, "archived-after-closed")
}
