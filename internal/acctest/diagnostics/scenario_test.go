package diagnostics_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// secret is part of each secret that an error case configures. No diagnostic may have it.
const secret = "never-to-be-seen"

// scenario is where one error case takes place: a local Clerk and a provider that speaks
// to it, in one process. It keeps what the provider says.
type scenario struct {
	t       *testing.T
	Sim     *clerksim.Server
	Clerk   *clerk.Client // sees and changes the instance without the provider
	core    *driver.Core
	wire    *wire
	env     map[string]string
	block   map[string]cty.Value // the provider block
	vars    map[string]cty.Value
	picture string        // path of a file that does not exist yet
	stop    time.Duration // after which applies are interrupted; 0 is never
	mu      sync.Mutex
	said    []*tfprotov6.Diagnostic
	users   int // that members has made
}

func newScenario(t *testing.T, sim *clerksim.Server, picture string) *scenario {
	t.Helper()
	s := &scenario{t: t, Sim: sim, wire: &wire{sim: sim}, picture: picture, vars: map[string]cty.Value{}}
	s.env = map[string]string{"CLERK_API_URL": "http://localhost", "CLERK_SECRET_KEY": sim.SecretKey()}
	client, err := clerk.New(rest.Config{BaseURL: "http://localhost", SecretKey: sim.SecretKey(), Transport: sim, SingleReads: true})
	s.must(err)
	s.Clerk = client
	s.core = driver.New(t, func() tfprotov6.ProviderServer {
		server := server.New(provider.NewOver("test", func(name string) string { return s.env[name] }, s.wire))
		return &overheard{server, server.(tfprotov6.ListResourceServer), server.(tfprotov6.ActionServer), s}
	})
	return s
}

func (s *scenario) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// walk starts a provider; it is nil if that fails, which is kept as said.
func (s *scenario) walk() *driver.Walk {
	w, err := s.core.For(s.block).Walk()
	if err != nil {
		return nil
	}
	return w
}

// ada is a user with an email address, made without the provider.
func (s *scenario) ada() *clerk.User {
	s.t.Helper()
	u, err := s.Clerk.Users.Create(s.t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
	s.must(err)
	s.vars["ada"] = cty.StringVal(u.ID)
	return u
}

// thing is one object under Terraform.
type thing struct {
	*scenario
	t     *driver.Type
	state *driver.State
}

func (s *scenario) a(resource string) *thing { return &thing{scenario: s, t: s.core.Type(resource)} }

// apply plans and applies a configuration, as far as that gets. Between the two,
// each of the others is called.
func (o *thing) apply(config string, between ...func()) {
	o.scenario.t.Helper()
	o.bring(o.core.Config(o.t, config, o.vars), between)
}

func (o *thing) destroy() { o.bring(cty.NullVal(o.t.Object(nil).Type()), nil) }

func (o *thing) bring(config cty.Value, between []func()) {
	w := o.walk()
	if w == nil {
		return
	}
	p, err := w.Plan(o.t, o.state, config)
	if err != nil {
		return
	}
	for _, f := range between {
		f()
	}
	w = o.walk()
	if o.stop > 0 {
		defer time.AfterFunc(o.stop, w.Stop).Stop()
	}
	o.state, _ = w.Apply(o.t, p, config)
}

// inOneRun plans changes of some objects, and then applies them, one after the other.
func (s *scenario) inOneRun(configs map[*thing]string, order ...*thing) {
	s.t.Helper()
	w, plans := s.walk(), map[*thing]*driver.Plan{}
	for _, o := range order {
		p, err := w.Plan(o.t, o.state, s.core.Config(o.t, configs[o], s.vars))
		s.must(err)
		plans[o] = p
	}
	w = s.walk()
	for _, o := range order {
		o.state, _ = w.Apply(o.t, plans[o], s.core.Config(o.t, configs[o], s.vars))
	}
}

// plan validates and plans only.
func (o *thing) plan(config string) {
	o.scenario.t.Helper()
	if w := o.walk(); w != nil {
		_, _ = w.Plan(o.t, o.state, o.core.Config(o.t, config, o.vars))
	}
}

func (o *thing) imported(id string) { o.state, _ = o.walk().Import(o.t, id, cty.NilVal) }

func (s *scenario) say(d driver.Diagnostics) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = append(s.said, d...)
}

func (s *scenario) read(data, config string) {
	s.t.Helper()
	t := s.core.DataSource(data)
	if w := s.walk(); w != nil {
		s.say(w.Read(t, s.core.Config(t, config, s.vars)))
	}
}

func (s *scenario) open(ephemeral, config string, between ...func()) {
	s.t.Helper()
	t := s.core.EphemeralResource(ephemeral)
	s.say(s.walk().Open(t, s.core.Config(t, config, s.vars), func() {
		for _, f := range between {
			f()
		}
	}))
}

func (s *scenario) query(list, config string) {
	s.t.Helper()
	t := s.core.ListResource(list)
	s.say(s.walk().Query(t, s.core.Config(t, config, s.vars)))
}

func (s *scenario) invoke(action, config string) {
	s.t.Helper()
	t := s.core.Action(action)
	s.say(s.walk().Invoke(t, s.core.Config(t, config, s.vars)))
}

func (s *scenario) call(function string, arguments ...string) {
	s.t.Helper()
	e := s.walk().Call(function, arguments...)
	if e == nil {
		s.t.Errorf("%s has no error", function)
		return
	}
	// The summary is Terraform's.
	d := &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Error in function call", Detail: e.Text}
	if e.FunctionArgument != nil {
		d.Attribute = tftypes.NewAttributePath().WithAttributeName(fmt.Sprintf("argument %d", *e.FunctionArgument+1))
	}
	s.said = append(s.said, d)
}

// fails places a fault, twenty times if it does not say how often.
func (s *scenario) fails(operation, kind string) { s.failsFor(operation, kind, 20) }

func (s *scenario) failsFor(operation, kind string, times int) {
	s.Sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: kind, Times: times})
}

// lacks leaves a field out of the answers to an operation.
func (s *scenario) lacks(operation, field string) {
	s.Sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: "lacking", Field: field, Times: 20})
}

// limited lets Clerk refuse to create a user, so often, and for so many seconds each.
func (s *scenario) limited(seconds, times int) {
	s.Sim.PlaceFault(clerksim.Fault{Operation: "POST /users", Kind: "429", Times: times, RetryAfter: seconds})
}

func (s *scenario) off(features ...string) {
	for _, name := range features {
		s.must(s.Sim.Switch(name, false))
	}
}

func (s *scenario) on(features ...string) {
	for _, name := range features {
		s.must(s.Sim.Switch(name, true))
	}
}

// answers gives this answer to requests of the method to paths that begin so.
func (s *scenario) answers(method, path string, status int, body string) {
	s.intercept(method, path, func() (*http.Response, error) {
		h := http.Header{"Clerk-Trace-Id": {strings.Repeat("0123456789abcdef", 2)}}
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}, nil
	})
}

// refuses answers with an error in Clerk's shape.
func (s *scenario) refuses(method, path string, status int, code, message string) {
	s.answers(method, path, status, fmt.Sprintf(`{"errors":[{"code":%q,"message":%q,"long_message":%q}]}`, code, message, message))
}

// intercept answers some requests in the place of Clerk, beside those that are
// intercepted already.
func (s *scenario) intercept(method, path string, answer func() (*http.Response, error)) {
	others := s.wire.answer
	s.wire.answer = func(r *http.Request) (*http.Response, error) {
		if r.Method == method && strings.HasPrefix(strings.TrimPrefix(r.URL.Path, "/v1"), path) {
			return answer()
		}
		if others != nil {
			return others(r)
		}
		return nil, nil
	}
}

// silent lets requests hang until their time is over, and a second more, so that
// those that wait for them are told first.
func (s *scenario) silent(method, path string) {
	s.wire.answer = func(r *http.Request) (*http.Response, error) {
		if r.Method == method && strings.HasPrefix(strings.TrimPrefix(r.URL.Path, "/v1"), path) {
			<-r.Context().Done()
			<-time.After(time.Second)
			return nil, r.Context().Err()
		}
		return nil, nil
	}
}

// breaksOff ends answers in their midst.
func (s *scenario) breaksOff(method, path string) {
	s.intercept(method, path, func() (*http.Response, error) {
		body := io.MultiReader(strings.NewReader(`{"id":`), brokenReader{})
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(body)}, nil
	})
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("connection reset by peer") }

// file writes the picture.
func (s *scenario) file(content string) string {
	s.t.Helper()
	s.must(os.WriteFile(s.picture, []byte(content), 0o600))
	return s.picture
}

// overheard is a server whose diagnostics the scenario keeps.
type overheard struct {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	scenario *scenario
}

func heard[Req any, Resp any](ctx context.Context, o *overheard, req Req, call func(context.Context, Req) (Resp, error), said func(Resp) []*tfprotov6.Diagnostic) (Resp, error) {
	resp, err := call(ctx, req)
	if err == nil {
		o.scenario.say(said(resp))
	}
	return resp, err
}

func (o *overheard) ValidateProviderConfig(ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return heard(ctx, o, req, o.ProviderServer.ValidateProviderConfig, func(r *tfprotov6.ValidateProviderConfigResponse) []*tfprotov6.Diagnostic { return r.Diagnostics })
}

func (o *overheard) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return heard(ctx, o, req, o.ProviderServer.ConfigureProvider, func(r *tfprotov6.ConfigureProviderResponse) []*tfprotov6.Diagnostic { return r.Diagnostics })
}

func (o *overheard) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return heard(ctx, o, req, o.ProviderServer.ValidateResourceConfig, func(r *tfprotov6.ValidateResourceConfigResponse) []*tfprotov6.Diagnostic { return r.Diagnostics })
}

func (o *overheard) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return heard(ctx, o, req, o.ProviderServer.PlanResourceChange, func(r *tfprotov6.PlanResourceChangeResponse) []*tfprotov6.Diagnostic { return r.Diagnostics })
}

func (o *overheard) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return heard(ctx, o, req, o.ProviderServer.ApplyResourceChange, func(r *tfprotov6.ApplyResourceChangeResponse) []*tfprotov6.Diagnostic { return r.Diagnostics })
}

func (o *overheard) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return heard(ctx, o, req, o.ProviderServer.ReadResource, func(r *tfprotov6.ReadResourceResponse) []*tfprotov6.Diagnostic { return r.Diagnostics })
}

func (o *overheard) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return heard(ctx, o, req, o.ProviderServer.ImportResourceState, func(r *tfprotov6.ImportResourceStateResponse) []*tfprotov6.Diagnostic { return r.Diagnostics })
}
