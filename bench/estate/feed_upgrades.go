package estate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

const (
	watchBaseline = "upgrade-baseline"
	watchUpgraded = "upgrade-checks"
)

// upgradedSystems are the systems whose databases were upgraded, by their groups.
func upgradedSystems() []struct{ group, name string } {
	return []struct{ group, name string }{
		{"disabled-subsidies-group", "残疾人两项补贴管理系统"},
		{"child-welfare-group", "儿童福利信息管理系统"},
		{"adoption-group", "公民收养信息管理系统"},
		{"elderly-care-group", "养老服务与管理信息管理系统"},
		{"social-assistance-group", "社会救助运行管理系统"},
		{organisationsGroup, "社会组织综合业务管理系统"},
		{"cross-business-supervision", "跨业务运行监管系统"},
	}
}

// upgradeRolls lists the upgrades of all groups.
func upgradeRolls() []payload {
	var all []payload
	for _, s := range upgradedSystems() {
		all = append(all, payload{s.group, func(w *world, group string) []*roll { return w.upgrade(group, s.name) }})
	}
	return all
}

// upgrade makes the counts and digests of a system's tables before and after its database
// was upgraded this summer.
func (w *world) upgrade(group, name string) []*roll {
	before, after := w.counted(group, watchBaseline, name, "11.2.0.4", 0), w.counted(group, watchUpgraded, name, "19.3.0.0", 1)
	before.spoil(baselineFaults()[group]...)
	return []*roll{before, after.spoil(upgradeFaults()[group]...)}
}

func (w *world) counted(group, watch, name, version string, days day) *roll {
	r := w.roll(group, watch, []string{"system", "table_name"},
		text("system", 80), text("table_name", 128), text("version", 60), integer("row_count"), text("content_hash", 64), timestamp("taken_at"))
	for i := range 30 {
		table := fmt.Sprintf("T_%03d", i)
		digest := sha256.Sum256([]byte(name + table))
		r.add(nil, name, table, version, int64(i*i*997), hex.EncodeToString(digest[:]), (w.clock.final - 150 + days).at(1200*i).text())
	}
	return r
}

// baselineFaults has the faults before the upgrade, by group.
func baselineFaults() map[string][]func(*roll) {
	return map[string][]func(*roll){
		organisationsGroup: {doubled("table-counted-twice-before", "table-once", "table_name", elsewhere(watchUpgraded, "equals-baseline", "table_name"))},
	}
}

// upgradeFaults has the faults after the upgrade, by group.
func upgradeFaults() map[string][]func(*roll) {
	otherHash := func(hash string) any { return hash[32:] + hash[:32] }
	return map[string][]func(*roll){
		"disabled-subsidies-group":   {uneven("rows-lost-in-the-upgrade", "row_count", oneMore)},
		"child-welfare-group":        {uneven("content-changed-by-the-upgrade", "content_hash", otherHash)},
		"adoption-group":             {lose("table-lost-in-the-upgrade", watchUpgraded, "equals-baseline", "table_name", nil)},
		"elderly-care-group":         {doubled("table-counted-twice-after", "table-once", "table_name", besides("equals-baseline", "table_name"))},
		"social-assistance-group":    {breaks("counted-on-the-old-database", "version", constant("11.2.0.4"), nil, "on-upgraded-database")},
		"cross-business-supervision": {hashCutShort},
	}
}

// uneven gives the fault that a figure of a table is not what it was.
func uneven(fault, column string, to func(string) any) func(*roll) {
	return func(r *roll) {
		at := r.pick(nil)
		r.set(at, column, to(r.text(at, column)))
		r.note(fault).primary("equals-baseline", r.text(at, "table_name"))
	}
}

func hashCutShort(r *roll) {
	at := r.pick(nil)
	r.set(at, "content_hash", r.text(at, "content_hash")[:40])
	r.note("digest-cut-short").row(at, "format(content_hash)").collateral("equals-baseline", r.text(at, "table_name"))
}
