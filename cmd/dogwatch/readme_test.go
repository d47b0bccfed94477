package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadme walks the path of each README in an empty folder: files are written as
// the page says, commands are run, and what they print must be what the page shows.
// "…" stands for any text, alone on a line for any lines.
func TestReadme(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("the pages' commands need sh")
	}
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join("..", "..", name)
			page, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			w := &walk{t: t, dir: t.TempDir()}
			shown := w.page(string(page))
			if *update && !t.Failed() {
				if err := os.WriteFile(path, []byte(shown), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestReadmesAlike: the two pages have the same sections and show the same commands,
// files and results.
func TestReadmesAlike(t *testing.T) {
	t.Parallel()
	english, chinese := blocks(t, "README.md"), blocks(t, "README.zh-CN.md")
	if len(english) != len(chinese) {
		t.Fatalf("README.md has %d sections and blocks, README.zh-CN.md %d", len(english), len(chinese))
	}
	for i := range english {
		if english[i] != chinese[i] {
			t.Errorf("not alike:\n%s\n---\n%s", english[i], chinese[i])
		}
	}
}

// blocks are the headings (their level alone) and the fenced blocks of a page, without
// the comments of shell blocks.
func blocks(t *testing.T, name string) []string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	fenced, shell := false, false
	exitCode := regexp.MustCompile(`^\| \d+ \|`)
	comment := regexp.MustCompile(`\s*#.*`)
	for line := range strings.SplitSeq(string(page), "\n") {
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
			if fenced {
				shell = line == "```sh"
				list = append(list, "")
			}
		case fenced && shell:
			list[len(list)-1] += comment.ReplaceAllString(line, "") + "\n"
		case fenced:
			list[len(list)-1] += line + "\n"
		case strings.HasPrefix(line, "#"):
			list = append(list, strings.SplitN(line, " ", 2)[0])
		case exitCode.MatchString(line):
			list = append(list, exitCode.FindString(line))
		}
	}
	return list
}

// A walk carries out a page in its folder.
type walk struct {
	t    *testing.T
	dir  string
	file string // where the next block goes, from the comment before it
	add  bool   // it is appended
}

var target = regexp.MustCompile(`^<!-- (file|append): (\S+) -->$`)

// page carries out every block, and gives the page with what was printed now.
func (w *walk) page(text string) string {
	var shown []string
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		shown = append(shown, lines[i])
		if m := target.FindStringSubmatch(lines[i]); m != nil {
			w.file, w.add = m[2], m[1] == "append"
		}
		if lines[i] != "```console" && (w.file == "" || !strings.HasPrefix(lines[i], "```")) {
			continue
		}
		end := i + 1
		for end < len(lines) && lines[end] != "```" {
			end++
		}
		shown = append(shown, w.block(lines[i+1:end])...)
		i = end - 1
		if end < len(lines) {
			shown = append(shown, lines[end])
			i = end
		}
	}
	return strings.Join(shown, "\n")
}

func (w *walk) block(lines []string) []string {
	if w.file != "" {
		w.write(strings.Join(lines, "\n") + "\n")
		w.file = ""
		return lines
	}
	var shown []string
	for i := 0; i < len(lines); {
		command := lines[i]
		end := i + 1
		for end < len(lines) && !strings.HasPrefix(lines[end], "$ ") {
			end++
		}
		shown = append(append(shown, command), w.run(command, lines[i+1:end])...)
		i = end
	}
	return shown
}

func (w *walk) write(text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, filepath.FromSlash(w.file))
	if w.add {
		before, err := os.ReadFile(path)
		if err != nil {
			w.t.Fatal(err)
		}
		text = string(before) + text
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// run runs one command line and gives the lines that the page should show.
func (w *walk) run(line string, want []string) []string {
	w.t.Helper()
	cmd := exec.CommandContext(w.t.Context(), "sh", "-c", strings.TrimPrefix(line, "$ "))
	cmd.Dir = w.dir
	out, _ := cmd.CombinedOutput() // the exit code is the script tests' concern
	got := strings.Split(strings.TrimRight(string(out), "\n"), "\n")
	if len(out) == 0 {
		got = nil
	}
	if matches(want, strings.Join(got, "\n")) {
		return want
	}
	if !*update {
		w.t.Errorf("%s\nprints\n%s\nthe page shows\n%s", line, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	return got
}

func matches(want []string, got string) bool {
	pattern := regexp.QuoteMeta(strings.Join(want, "\n"))
	pattern = strings.ReplaceAll(pattern, "…", ".*")
	return regexp.MustCompile(fmt.Sprintf(`^(?s:%s)$`, pattern)).MatchString(got)
}
