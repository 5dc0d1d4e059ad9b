package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// runs the program in process, as far as that goes.
func program(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(args, &out, &err)
	return code, out.String(), err.String()
}

func TestWithoutArgumentsItPrintsItsUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{}, {"fly"}, {"serve", "--no-such-flag"}, {"serve", "extra"}, {"exec"}, {"serve", "--assume", "x"}, {"serve", "--assume", "no=such"}} {
		if code, stdout, stderr := program(args...); code != 2 || stdout != "" || stderr == "" {
			t.Errorf("%v: exit %d, stdout %q, stderr %q", args, code, stdout, stderr)
		}
	}
}

func TestExecRunsACommandAndExitsAsItDid(t *testing.T) {
	t.Parallel()
	code, stdout, _ := program("exec", "--secret-key", "sk_test_example", "--", "sh", "-c", `echo "$CLERK_API_URL $CLERK_SECRET_KEY"; exit 7`)
	if code != 7 || !strings.HasPrefix(stdout, "http://127.0.0.1:") || !strings.HasSuffix(stdout, " sk_test_example\n") {
		t.Errorf("exit %d, %q", code, stdout)
	}
	if code, _, _ := program("exec", "--", "sh", "-c", "kill -TERM $$"); code != 128+15 {
		t.Errorf("a command that was terminated: exit %d", code)
	}
	if code, _, _ := program("exec", "--", "no-such-command-anywhere"); code != 127 {
		t.Errorf("a command that does not exist: exit %d", code)
	}
}

func TestRequestPrintsTheAnswerAndFailsWhereClerkRefuses(t *testing.T) {
	t.Parallel()
	server, err := clerksim.Start(clerksim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	env := map[string]string{"CLERK_API_URL": server.URL(), "CLERK_SECRET_KEY": server.SecretKey()}
	send := func(args ...string) (code int, stdout, stderr string) {
		var out, err bytes.Buffer
		code = request(args, func(name string) string { return env[name] }, &out, &err)
		return code, out.String(), err.String()
	}
	if code, stdout, stderr := send("POST", "/v1/users", `{"first_name":"Ada"}`); code != 0 || !strings.Contains(stdout, `"first_name":"Ada"`) || stderr != "" {
		t.Errorf("a request that Clerk carries out: exit %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	if code, stdout, stderr := send("GET", "/v1/users/user_none"); code != 1 || stdout != "" || !strings.Contains(stderr, "resource_not_found") {
		t.Errorf("a request that Clerk refuses: exit %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	if code, _, stderr := send("GET"); code != usageError || stderr == "" {
		t.Errorf("a request without a path: exit %d, stderr %q", code, stderr)
	}
}

func TestTheProgramHandsOnSignalsAndServesUntilItGetsOne(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "clerk-sim")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	serving := exec.Command(binary, "serve", "--users", "3")
	line := firstLine(t, serving)
	var where struct {
		APIURL         string `json:"api_url"`
		SecretKey      string `json:"secret_key"`
		PublishableKey string `json:"publishable_key"`
	}
	if err := json.Unmarshal([]byte(line), &where); err != nil || where.APIURL == "" || !strings.HasPrefix(where.SecretKey, "sk_test_") || !strings.HasPrefix(where.PublishableKey, "pk_test_") {
		t.Errorf("%v: %s", err, line)
	}
	_ = serving.Process.Signal(os.Interrupt)
	if err := serving.Wait(); err != nil {
		t.Errorf("serve ended with %v", err)
	}

	executing := exec.Command(binary, "exec", "--", "sh", "-c", `trap 'exit 9' TERM; echo ready; while :; do sleep 0.05; done`)
	if line := firstLine(t, executing); line != "ready\n" {
		t.Errorf("%q", line)
	}
	_ = executing.Process.Signal(syscall.SIGTERM)
	if _ = executing.Wait(); executing.ProcessState.ExitCode() != 9 {
		t.Errorf("exec ended with %d", executing.ProcessState.ExitCode())
	}
}

// firstLine starts a command, and gives the first line that it prints.
func firstLine(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	var line []byte
	for one := make([]byte, 1); !bytes.HasSuffix(line, []byte("\n")); {
		if _, err := io.ReadFull(out, one); err != nil {
			t.Fatalf("%v after %q", err, line)
		}
		line = append(line, one...)
	}
	return string(line)
}
