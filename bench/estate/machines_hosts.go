package estate

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A host has so many processors, and so much memory and disk.
const (
	hostCores  = 4
	hostMemory = 32 << 30
	hostDisk   = 500 << 30
)

// theHost is the key of figures of the host as a whole.
const theHost = "服务器"

// hostFigures is what the exporter of the i-th group's host tells.
func (w *world) hostFigures(group string, i int) *roll {
	r := w.roll(group, watchHost, []string{"metric", "labels"}, text("metric", 200), text("labels", 400), text("value", 40))
	r.call, r.path, r.answer = true, "metrics", exporter
	figure := func(metric string, value float64, labels string) int {
		return r.add(nil, metric, labels, strconv.FormatFloat(value, 'g', -1, 64))
	}
	for n, minutes := range []int{1, 5, 15} {
		figure(fmt.Sprintf("node_load%d", minutes), float64(n+i)/8, "")
	}
	figure("node_memory_MemTotal_bytes", hostMemory, "")
	figure("node_memory_MemAvailable_bytes", hostMemory*float64(30+i)/100, "")
	for cpu := range hostCores {
		for n, mode := range []string{"idle", "system", "user"} {
			figure("node_cpu_seconds_total", float64(7_000_000/(n+1))+float64(cpu)/4, fmt.Sprintf(`cpu="%d",mode="%s"`, cpu, mode))
		}
	}
	disk := func(device, fstype, mountpoint string, free float64) (available int) {
		labels := fmt.Sprintf(`device="%s",fstype="%s",mountpoint="%s"`, device, fstype, mountpoint)
		figure("node_filesystem_size_bytes", hostDisk, labels)
		return figure("node_filesystem_avail_bytes", hostDisk*free, labels)
	}
	disk("/dev/sda1", "xfs", "/", 0.55)
	disk("/dev/sdb1", "xfs", "/data", 0.4)
	r.odd("disk-just-free-enough", disk("/dev/sdc1", "ext4", "/backup", 0.15))
	r.odd("memory-disk-that-is-full", disk("tmpfs", "tmpfs", "/run", 0))
	r.odd("disc-that-is-always-full", disk("/dev/sr0", "iso9660", "/mnt/dvd", 0))
	for _, service := range []string{"mysqld", "nginx", "tomcat"} {
		for _, state := range []string{"active", "failed", "inactive"} {
			on := map[bool]float64{true: 1}[state == "active"]
			figure("node_systemd_unit_state", on, fmt.Sprintf(`name="%s.service",state="%s",type="forking"`, service, state))
		}
	}
	r.odd("service-that-was-stopped", figure("node_systemd_unit_state", 1, `name="cups.service",state="inactive",type="simple"`))
	r.odd("figure-that-is-no-number", r.add(nil, "node_hwmon_temp_celsius", `chip="platform_coretemp_0",sensor="temp9"`, "NaN"))
	return r
}

// exporter writes the figures as node_exporter does.
func exporter(out io.Writer, r *roll) error {
	var b strings.Builder
	for at := range r.rows {
		metric, labels := r.text(at, "metric"), r.text(at, "labels")
		if at == 0 || r.text(at-1, "metric") != metric {
			fmt.Fprintf(&b, "# TYPE %s untyped\n", metric)
		}
		if labels != "" {
			labels = "{" + labels + "}"
		}
		fmt.Fprintf(&b, "%s%s %s\n", metric, labels, r.text(at, "value"))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// hostChecks are all checks that need figures.
func hostChecks() []string {
	return []string{"row_count", "figure-once", "memory-free", "disk-free", "load-in-bounds", "services-running", "length(metric)",
		"type(metric)", "type(labels)", "type(mountpoint)", "type(fstype)", "type(mode)", "type(name)", "type(state)", "type(value)"}
}

// hostFaults has the faults of the hosts, by group.
func hostFaults() map[string][]func(*roll) {
	return map[string][]func(*roll){
		"disabled-subsidies-group":   {figureOf("disk-nearly-full", "node_filesystem_avail_bytes", `mountpoint="/data"`, hostDisk*0.04, "disk-free", "/data")},
		"child-welfare-group":        {figureOf("memory-nearly-used-up", "node_memory_MemAvailable_bytes", "", hostMemory*0.05, "memory-free", theHost)},
		"adoption-group":             {figureOf("host-overloaded", "node_load15", "", hostCores*1.75, "load-in-bounds", theHost)},
		"elderly-care-group":         {serviceFailed},
		"social-assistance-group":    {down("exporter-down", hostChecks()...)},
		organisationsGroup:           {figureTwice, figureOfEndlessName, figureBeyondNumbers},
		"cross-business-supervision": {collectorsOff},
	}
}

// figureOf gives the fault that a figure of the host has this value: the check trips for the key.
func figureOf(fault, metric, label string, value float64, check, key string) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool {
			return r.text(at, "metric") == metric && strings.Contains(r.text(at, "labels"), label)
		})
		r.set(at, "value", strconv.FormatFloat(value, 'g', -1, 64))
		r.note(fault).primary(check, key)
	}
}

func serviceFailed(r *roll) {
	at := r.pick(func(at int) bool {
		return strings.Contains(r.text(at, "labels"), `name="tomcat.service",state="failed"`)
	})
	r.set(at, "value", "1")
	r.note("service-failed").row(at, "services-running")
}

func figureTwice(r *roll) {
	at := r.pick(r.having("metric", "node_load1"))
	r.repeat(at)
	r.note("figure-told-twice").primary("figure-once", r.keyOf(at)...)
}

func figureOfEndlessName(r *roll) {
	at := r.add(nil, "node_"+strings.Repeat("x", 200), "", "1")
	r.note("figure-of-an-endless-name").row(at, "length(metric)")
}

func figureBeyondNumbers(r *roll) {
	at := r.add(nil, "node_netstat_Ip_Forwarding", "", "1e+40")
	r.note("figure-beyond-all-numbers").row(at, "type(value)")
}

// collectorsOff leaves an exporter that tells nothing but the load.
func collectorsOff(r *roll) {
	r.keep(r.rows[:3])
	r.note("collectors-turned-off").primary("row_count").collateral("load-in-bounds", theHost).stop("skipped", "memory-free", "disk-free", "services-running")
}
