package selftest

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// topics lists the topics in the order in which they are shown.
func topics() []Topic { return []Topic{TopicValue, TopicFunction, TopicFigure, TopicSession} }

// A section is what was found of one topic, for people.
type section struct {
	Topic    string
	Tally    string    // "agrees 81, differs 1"
	Findings []Finding // all that do not simply agree or belong to us
}

func (r *Result) sections(w words) []section {
	var list []section
	for _, topic := range topics() {
		counts := map[Verdict]int{}
		s := section{Topic: w.of(string(topic))}
		for _, f := range r.Findings {
			if f.Topic != topic {
				continue
			}
			counts[f.Verdict]++
			if f.Verdict != Agrees && f.Verdict != Ours {
				s.Findings = append(s.Findings, f)
			}
		}
		var tally []string
		for _, v := range []Verdict{Agrees, Differs, Advice, Untold, Ours} {
			if counts[v] > 0 {
				tally = append(tally, fmt.Sprintf("%s %d", w.of(string(v)), counts[v]))
			}
		}
		s.Tally = strings.Join(tally, ", ")
		list = append(list, s)
	}
	return list
}

// consequences says what Dogwatch does from now on.
func (r *Result) consequences(w words) []string {
	if r.Count(Differs) == 0 {
		return []string{w.of("nothing")}
	}
	var lines []string
	if len(r.Differs) > 0 {
		names := strings.Join(r.Differs, ", ")
		if slices.Contains(r.Differs, Everything) {
			names = w.of("all of it")
		}
		lines = append(lines, w.of("from now on")+names, w.of("until"))
	}
	if slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Topic == TopicValue && f.Verdict == Differs }) {
		lines = append(lines, w.of("no substitute"))
	}
	return lines
}

func (r *Result) about(w words) string {
	charset := r.Server.Charset
	if charset == "" {
		charset = w.of("unnamed")
	}
	return fmt.Sprintf("%s %s, %s %s", r.Server.Product, r.Server.Version, w.of("charset"), charset)
}

// WriteText writes the result for a terminal, in "zh" or "en".
func (r *Result) WriteText(out io.Writer, language string) error {
	w := wordsOf(language)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", r.about(w))
	for _, s := range r.sections(w) {
		fmt.Fprintf(&b, "\n%s: %s\n", s.Topic, s.Tally)
		for _, f := range s.Findings {
			fmt.Fprintf(&b, "  %s  %s\n", w.of(string(f.Verdict)), w.of(f.Asked))
			if f.We+f.Server != "" {
				fmt.Fprintf(&b, "    %s%s: %s; %s: %s\n", where(f), w.of("we"), f.We, w.of("server"), f.Server)
			}
			if f.Why != "" {
				fmt.Fprintf(&b, "    %s\n", w.of(f.Why))
			}
		}
	}
	fmt.Fprintf(&b, "\n%s\n", strings.Join(r.consequences(w), "\n"))
	_, err := io.WriteString(out, b.String())
	return err
}

func where(f Finding) string {
	if f.Where == "" {
		return ""
	}
	return "(" + f.Where + ") "
}
