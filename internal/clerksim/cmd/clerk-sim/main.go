// clerk-sim runs a local stand-in for Clerk's Backend API.
//
//	clerk-sim serve [flags]
//	clerk-sim exec [flags] -- CMD ARG…
//	clerk-sim request METHOD PATH [BODY]
//
// serve prints one line of JSON with the address and the keys, and serves
// until it is interrupted. exec runs a command with CLERK_API_URL and
// CLERK_SECRET_KEY set, and exits as the command did. request, in such a command,
// sends one request and prints the answer.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `clerk-sim is a local stand-in for Clerk's Backend API.

  clerk-sim serve [flags]                serve until interrupted
  clerk-sim exec  [flags] -- CMD ARG…    run CMD with CLERK_API_URL and CLERK_SECRET_KEY set
  clerk-sim request METHOD PATH [BODY]   send one request to CLERK_API_URL, and print the answer

Flags:
`

// usageError is the exit code of a command line that makes no sense.
const usageError = 2

func run(args []string, stdout, stderr io.Writer) int {
	options, addr := clerksim.Options{}, "127.0.0.1:0"
	flags := newFlags(&options, &addr, stderr)
	if len(args) > 0 && args[0] == "request" {
		return request(args[1:], os.Getenv, stdout, stderr)
	}
	if len(args) == 0 || args[0] != "serve" && args[0] != "exec" {
		flags.Usage()
		return usageError
	}
	if err := flags.Parse(args[1:]); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return usageError
	}
	command := flags.Args()
	if (args[0] == "exec") != (len(command) > 0) {
		fmt.Fprintf(stderr, "clerk-sim %s: a command after the flags is what exec takes, and serve does not\n", args[0])
		return usageError
	}
	options.OnViolation = func(message string) { fmt.Fprintln(stderr, "contract:", message) }
	server, err := clerksim.StartOn(addr, options)
	if err != nil {
		fmt.Fprintln(stderr, "clerk-sim:", err)
		return usageError
	}
	defer server.Close()
	if args[0] == "exec" {
		return execute(command, server, stdout, stderr)
	}
	return serve(server, stdout)
}

func newFlags(o *clerksim.Options, addr *string, stderr io.Writer) *flag.FlagSet {
	f := flag.NewFlagSet("clerk-sim", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(addr, "addr", *addr, "`address` to listen on")
	f.StringVar(&o.Environment, "environment", "development", "development or production")
	f.StringVar(&o.RateLimit, "rate-limit", "off", "off, development (100/10s), production (1000/10s) or N/DURATION")
	f.StringVar(&o.Limiter, "limiter", "fixed", "fixed, sliding or bucket")
	f.DurationVar(&o.Latency, "latency", 0, "added to each answer, such as 100ms")
	f.DurationVar(&o.Lag, "lag", 0, "lists show a write only so much later, such as 500ms")
	f.Float64Var(&o.Faults, "faults", 0, "`rate` of faults, 0 to 1: 429, 502, reset connections, lost answers")
	f.Uint64Var(&o.Seed, "seed", 0, "of made-up users and of faults")
	f.IntVar(&o.Users, "users", 0, "made-up users to begin with")
	f.StringVar(&o.SecretKey, "secret-key", "", "the secret key to accept (made up if empty)")
	f.StringVar(&o.Contract, "contract", os.Getenv("CLERK_OPENAPI_SPEC"), "`path` of Clerk's OpenAPI document, to check requests and answers against")
	f.Func("assume", "flip an assumption, as `name=value`; may be repeated (GET /_sim/assumptions lists them)", func(s string) error {
		name, value, ok := strings.Cut(s, "=")
		if !ok {
			return errors.New("it takes name=value")
		}
		if o.Assume == nil {
			o.Assume = map[string]string{}
		}
		o.Assume[name] = value
		return nil
	})
	f.Usage = func() {
		fmt.Fprint(stderr, usage)
		f.PrintDefaults()
	}
	return f
}

// serve prints where the server is, and waits to be interrupted.
func serve(server *clerksim.Server, stdout io.Writer) int {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	_ = json.NewEncoder(stdout).Encode(struct {
		APIURL         string `json:"api_url"`
		SecretKey      string `json:"secret_key"`
		PublishableKey string `json:"publishable_key"`
	}{server.URL(), server.SecretKey(), server.PublishableKey()})
	<-signals
	return 0
}

// execute runs a command, hands it the signals that this process gets, and
// gives its exit code; 128 and more if a signal ended it, as a shell does.
func execute(command []string, server *clerksim.Server, stdout, stderr io.Writer) int {
	cmd := exec.CommandContext(context.Background(), command[0], command[1:]...) // ended by signals alone
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, stdout, stderr
	cmd.Env = append(os.Environ(), "CLERK_API_URL="+server.URL(), "CLERK_SECRET_KEY="+server.SecretKey())
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(stderr, "clerk-sim:", err)
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
			return 127
		}
		return 126
	}
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			select {
			case s := <-signals:
				_ = cmd.Process.Signal(s)
			case <-done:
				return
			}
		}
	}()
	err := cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return 0
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return exit.ExitCode()
}
