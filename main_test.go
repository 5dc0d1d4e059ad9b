package main

import (
	"bytes"
	"strings"
	"testing"
)

func program(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(args, &out, &err)
	return code, out.String(), err.String()
}

func TestHelpNamesTheExportCommand(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"--help", "-h"} {
		code, stdout, stderr := program(flag)
		if code != 0 || stderr != "" || !strings.Contains(stdout, "terraform-provider-clerk export") {
			t.Errorf("%s: exit %d, stdout %q, stderr %q", flag, code, stdout, stderr)
		}
	}
}

func TestVersionSaysWhichItIs(t *testing.T) {
	t.Parallel()
	if code, stdout, _ := program("--version"); code != 0 || stdout != "terraform-provider-clerk "+version+"\n" {
		t.Errorf("exit %d, %q", code, stdout)
	}
}

func TestWhatItDoesNotKnowIsAnError(t *testing.T) {
	t.Parallel()
	for _, arg := range []string{"import", "--no-such-flag"} {
		if code, stdout, stderr := program(arg); code != 2 || stdout != "" || !strings.Contains(stderr, "terraform-provider-clerk export") {
			t.Errorf("%s: exit %d, stdout %q, stderr %q", arg, code, stdout, stderr)
		}
	}
}
