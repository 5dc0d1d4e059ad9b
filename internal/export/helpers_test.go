package export_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/export"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// shell is where a person runs the command, with a key of a local Clerk that needs no network.
type shell struct {
	t    *testing.T
	sim  *clerksim.Server
	api  *clerk.Client
	wire http.RoundTripper
	key  string
	dir  string
	// serve puts something before the provider; nil nothing.
	serve func(tfprotov6.ProviderServer) tfprotov6.ProviderServer

	stdout, stderr, terminal bytes.Buffer
}

func newShell(t *testing.T, options ...func(*clerksim.Options)) *shell {
	t.Helper()
	sim := acctest.NewSim(t, options...)
	api, err := clerk.New(rest.Config{BaseURL: "http://localhost", SecretKey: sim.SecretKey(), Transport: sim})
	if err != nil {
		t.Fatal(err)
	}
	return &shell{t: t, sim: sim, api: api, wire: sim, key: sim.SecretKey(), dir: t.TempDir()}
}

// user makes a user, a minute after the last one.
func (d *shell) user(p clerk.CreateUserParams) *clerk.User {
	d.t.Helper()
	d.sim.Advance(60e9)
	u, err := d.api.Users.Create(d.t.Context(), p)
	if err != nil {
		d.t.Fatal(err)
	}
	return u
}

// named is a user with these names and nothing else.
func named(first, last string) clerk.CreateUserParams {
	return clerk.CreateUserParams{Account: clerk.Account{FirstName: rest.Value(first), LastName: rest.Value(last)}}
}

// template makes a JWT template, api.
func (d *shell) template() {
	d.t.Helper()
	if _, err := d.api.JWTTemplates.Create(d.t.Context(), clerk.JWTTemplateParams{Name: "api", Claims: []byte(`{"aud":"api"}`)}); err != nil {
		d.t.Fatal(err)
	}
}

// export types the command. What it prints is kept until the next one.
func (d *shell) export(ctx context.Context, args ...string) (code int) {
	d.t.Helper()
	for _, b := range []*bytes.Buffer{&d.stdout, &d.stderr, &d.terminal} {
		b.Reset()
	}
	getenv := func(name string) string {
		return map[string]string{"CLERK_API_URL": "http://localhost", "CLERK_SECRET_KEY": d.key}[name]
	}
	return export.Command(ctx, append([]string{"--out", d.dir}, args...), &export.Exporter{
		Serve: func() tfprotov6.ProviderServer {
			server := server.New(provider.NewOver("test", getenv, d.wire))
			if d.serve != nil {
				return d.serve(server)
			}
			return server
		},
		Stdout: &d.stdout, Stderr: &d.stderr, Progress: &d.terminal, Sections: provider.Sections(ctx),
	})
}

// must is export, and fails the test unless it succeeds.
func (d *shell) must(args ...string) {
	d.t.Helper()
	if code := d.export(d.t.Context(), args...); code != 0 || d.stderr.Len() > 0 {
		d.t.Fatalf("exits with %d: %s", code, d.stderr.String())
	}
}

// files are the names of all that is in the folder.
func (d *shell) files() string {
	d.t.Helper()
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		d.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

var ids = regexp.MustCompile(`(user|idn|jtmp|org|ins)_\w{20,}`)

// read is a file of the folder, with … for what is made up in an id.
func (d *shell) read(name string) string {
	d.t.Helper()
	b, err := os.ReadFile(filepath.Join(d.dir, name))
	if err != nil {
		d.t.Fatal(err)
	}
	return ids.ReplaceAllString(string(b), "${1}_…")
}

// blocks are the resources of a type in a file, as read has it.
func (d *shell) blocks(name, typ string) string {
	d.t.Helper()
	return strings.Join(regexp.MustCompile(`(?ms)^resource "`+typ+`" .*?^}\n`).FindAllString(d.read(name), -1), "\n")
}

// resources are the names of the resources in a file, in their order.
func (d *shell) resources(name string) string {
	d.t.Helper()
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^resource "\w+" "([\w…]+)"`).FindAllStringSubmatch(d.read(name), -1) {
		names = append(names, m[1])
	}
	return strings.Join(names, " ")
}
