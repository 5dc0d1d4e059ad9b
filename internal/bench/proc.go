package main

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// usage is what a process has used so far.
type usage struct {
	cpu  time.Duration
	peak int64 // bytes
}

// watch looks at every process of one program until it is stopped. A CLI starts
// the provider several times, and says nothing of what it used.
type watch struct {
	program   string
	done      chan struct{}
	processes chan map[string]usage
}

// watchProvider begins to watch. It finds nothing where there is no /proc.
func watchProvider(program string) watch {
	if target, err := filepath.EvalSymlinks(program); err == nil {
		program = target
	}
	w := watch{program, make(chan struct{}), make(chan map[string]usage)}
	go func() {
		// What a process uses in its last moments goes unseen.
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		seen := map[string]usage{}
		for {
			select {
			case <-tick.C:
				w.look(seen)
			case <-w.done:
				w.processes <- seen
				return
			}
		}
	}()
	return w
}

// stop gives the CPU time of all processes, and the peak of the largest.
func (w watch) stop() (cpu time.Duration, peak int64) {
	close(w.done)
	for _, u := range <-w.processes {
		cpu += u.cpu
		peak = max(peak, u.peak)
	}
	return cpu, peak
}

func (w watch) look(seen map[string]usage) {
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		return
	}
	for _, link := range links {
		if program, err := os.Readlink(link); err != nil || program != w.program {
			continue
		}
		process := filepath.Dir(link)
		u := seen[process]
		if peak, ok := peak(process); ok {
			u.peak = max(u.peak, peak)
		}
		if cpu, ok := cpu(process); ok {
			u.cpu = max(u.cpu, cpu)
		}
		seen[process] = u
	}
}

func peak(process string) (int64, bool) {
	status, err := os.ReadFile(filepath.Join(process, "status"))
	if err != nil {
		return 0, false
	}
	for lines := bufio.NewScanner(bytes.NewReader(status)); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			kB, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(value, "kB")), 10, 64)
			return kB << 10, err == nil
		}
	}
	return 0, false
}

// cpu is the time in user and kernel mode, which Linux counts in hundredths of a
// second.
func cpu(process string) (time.Duration, bool) {
	stat, err := os.ReadFile(filepath.Join(process, "stat"))
	if err != nil {
		return 0, false
	}
	// The name of the program, in parentheses, may contain spaces.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 13 {
		return 0, false
	}
	user, errUser := strconv.ParseInt(fields[11], 10, 64)
	system, errSystem := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond, errUser == nil && errSystem == nil
}
