package export_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestFiltersChooseAndRepeatAsInAListBlock(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	for _, name := range []string{"Ada", "Grace", "Mary"} {
		p := named(name, "")
		p.EmailAddresses, p.Banned = []string{strings.ToLower(name) + "@example.com"}, rest.Value(name == "Mary")
		d.user(p)
	}
	d.template()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--filter", "banned=true"}, "mary"},
		{[]string{"--filter=banned=false", "-filter", "query=gra"}, "grace"},
		{[]string{"--filter", "email_addresses=mary@example.com", "--filter", "email_addresses=ada@example.com"}, "ada mary"},
		{[]string{"--filter", "created_at_after=2099-01-01T00:00:00Z"}, ""},
	} {
		d.must(append(c.args, "--force")...)
		if got := d.resources("users.tf"); got != c.want {
			t.Errorf("%q give %q, want %q", c.args, got, c.want)
		}
	}
	if files := d.files(); files != "users.imports.tf users.tf" {
		t.Errorf("templates, which have no filter, came along: %s", files)
	}
}

func TestACommandLineThatMakesNoSenseSaysWhatDoes(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	for _, c := range []struct {
		args  string
		words []string
	}{
		{"--tpyes clerk_user", []string{"-tpyes", "--types, --filter, --out and --force"}},
		{"clerk_user", []string{`"clerk_user" is no flag`}},
		{"--types clerk_usr", []string{`"clerk_usr" is no type`, "There are clerk_allowlist_identifier, ", "clerk_role_set, clerk_svix_app, clerk_user, clerk_waitlist_entry."}},
		{"--filter banned", []string{"name=value"}},
		{"--filter baned=true", []string{"None of the types", "clerk_user has banned, created_at_after"}},
		{"--filter order_by=username", []string{"None of the types"}},
		{"--types clerk_user,clerk_jwt_template --filter banned=true", []string{`clerk_jwt_template has no filter "banned"`}},
		{"--filter banned=perhaps", []string{"banned takes true or false", `"perhaps"`}},
		{"--filter query=a --filter query=b", []string{"query takes one value, and is given a, b"}},
		{"--filter created_at_after=yesterday", []string{"created_at_after", "yesterday"}},
		{"--filter provider_name=oauth_google", []string{"provider_name", "provider_user_ids"}},
	} {
		code := d.export(t.Context(), strings.Fields(c.args)...)
		if code != 2 || !acctest.Words(append(c.words, "export --help says what there is")...).MatchString(d.stderr.String()) {
			t.Errorf("%s exits with %d:\n%s", c.args, code, d.stderr.String())
		}
	}
	if n, files := d.sim.Stats().Requests, d.files(); n != 0 || files != "" {
		t.Errorf("%d requests were sent, and the folder has %q", n, files)
	}
}

func TestHelpNamesEveryTypeAndFilter(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	d.key = "" // help needs none
	d.must("--help")
	if !acctest.Words("--types", "--filter", "--out", "--force", "clerk_email_address", "user_id", "clerk_jwt_template", "clerk_user", "banned", "web3_wallets", "Exit codes").MatchString(d.stdout.String()) {
		t.Errorf("the help is\n%s", d.stdout.String())
	}
}

func TestAFileThatExistsIsReplacedOnlyByForce(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	d.user(named("Ada", ""))
	mine := filepath.Join(d.dir, "users.tf")
	if err := os.WriteFile(mine, []byte("# by hand\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := d.sim.Stats().Requests
	code := d.export(t.Context())
	if code != 1 || !acctest.Words("users.tf exists, and no export has written it", "Nothing was written", "--out").MatchString(d.stderr.String()) || d.sim.Stats().Requests != before {
		t.Errorf("exits with %d:\n%s", code, d.stderr.String())
	}
	if code := d.export(t.Context(), "--force"); code != 1 || d.read("users.tf") != "# by hand\n" {
		t.Errorf("with --force, exits with %d, and the file is now\n%s", code, d.read("users.tf"))
	}
	if err := os.Remove(mine); err != nil {
		t.Fatal(err)
	}
	d.must()
	code = d.export(t.Context())
	if code != 1 || !acctest.Words("instance.tf exists", "Nothing was written", "--out", "--force").MatchString(d.stderr.String()) {
		t.Errorf("the second time, exits with %d:\n%s", code, d.stderr.String())
	}
	d.must("--force")
	if got := d.resources("users.tf"); got != "ada" {
		t.Errorf("with --force there are %q", got)
	}
}

// roundTripper is a connection that is not what it should be.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Templates are complete before the users fail.
func TestWhereOneTypeFailsNothingIsWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newShell(t)
		d.template()
		d.wire = roundTripper(func(r *http.Request) (*http.Response, error) {
			if r.URL.Path == "/v1/users" {
				return nil, errors.New("the line is dead")
			}
			return d.sim.RoundTrip(r)
		})
		code := d.export(t.Context())
		if code != 1 || !acctest.Words("Could not list the users", "GET /users", "the line is dead", "Nothing was written.").MatchString(d.stderr.String()) {
			t.Errorf("exits with %d:\n%s", code, d.stderr.String())
		}
		if files := d.files(); files != "" {
			t.Errorf("the folder has %s", files)
		}
	})
}

func TestAKeyThatClerkRefusesSaysSo(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	d.key = "sk_test_of_another_instance"
	code := d.export(t.Context())
	if code != 1 || !acctest.Words("Could not list the ", "401", "Trace id: ", "CLERK_SECRET_KEY").MatchString(d.stderr.String()) || strings.Contains(d.stderr.String(), d.key) {
		t.Errorf("exits with %d:\n%s", code, d.stderr.String())
	}
	d.key = ""
	if code := d.export(t.Context()); code != 1 || !strings.Contains(d.stderr.String(), "environment variable CLERK_SECRET_KEY") {
		t.Errorf("without a key, exits with %d:\n%s", code, d.stderr.String())
	}
}

func TestProgressIsShownOnlyWhereItTakesMoreThanASecond(t *testing.T) {
	t.Parallel()
	for latency, want := range map[time.Duration][]string{
		0:                      nil,
		400 * time.Millisecond: {"Reading clerk_email_address: 5 so far…"},
		3 * time.Second:        {"Waiting for Clerk…", "Reading clerk_user: 5 so far…", "Reading clerk_email_address: 5 so far…"},
	} {
		synctest.Test(t, func(t *testing.T) {
			d := newShell(t, func(o *clerksim.Options) { o.Users = 5 })
			d.wire = roundTripper(func(r *http.Request) (*http.Response, error) {
				select {
				case <-time.After(latency):
				case <-r.Context().Done():
				}
				return d.sim.RoundTrip(r)
			})
			d.must("--types", "clerk_user,clerk_email_address,clerk_phone_number")
			shown := d.terminal.String()
			if want == nil && shown != "" || !acctest.Words(want...).MatchString(shown) {
				t.Errorf("at %s, it shows %q", latency, shown)
			}
			if want != nil && !strings.HasSuffix(shown, "\r\x1b[K") {
				t.Errorf("at %s, the line is left as %q", latency, shown)
			}
		})
	}
}

func TestAnInterruptedExportLeavesNothing(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	d.template()
	ctx, interrupt := context.WithCancel(t.Context())
	d.wire = roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/v1/users" {
			interrupt()
		}
		return d.sim.RoundTrip(r)
	})
	if code := d.export(ctx); code != 1 || d.stderr.String() != "Error: interrupted. Nothing was written.\n" {
		t.Errorf("exits with %d:\n%s", code, d.stderr.String())
	}
	if files := d.files(); files != "" {
		t.Errorf("the folder has %s", files)
	}
}
