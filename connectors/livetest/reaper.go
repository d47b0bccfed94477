package livetest

import (
	"io"
	"os/exec"
)

// A reaper is a shell that waits for the end of its standard input, which comes when
// this process ends, however it ends. Then it ends the servers whose ids it was told
// and removes their folder. Servers also get the kernel's signal; their files do not.
type reaper struct {
	input   io.WriteCloser
	command *exec.Cmd
}

// script does nothing when it is told "done": the server is gone and its files too.
// Servers are asked first: a PostgreSQL whose postmaster is killed outright leaves busy
// backends behind, each in a process group of its own.
const script = `pids=
while read -r pid; do
	case $pid in done) exit 0;; esac
	pids="$pids $pid"
done
[ -z "$pids" ] || kill -QUIT $pids 2>/dev/null
sleep 1
[ -z "$pids" ] || kill -KILL $pids 2>/dev/null
sleep 0.3
rm -rf -- "$1"`

func startReaper(folder string) (*reaper, error) {
	command := exec.Command("/bin/sh", "-c", script, "sh", folder)
	command.SysProcAttr = apart()
	input, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	return &reaper{input: input, command: command}, nil
}

func (r *reaper) watch(pid string) error {
	_, err := io.WriteString(r.input, pid+"\n")
	return err
}

// end dismisses the reaper: its server is gone.
func (r *reaper) end() {
	_, _ = io.WriteString(r.input, "done\n") // a reaper that is gone needs no telling
	_ = r.input.Close()
	_ = r.command.Wait()
}
