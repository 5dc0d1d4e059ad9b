package promises_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// pair is the provider with short cuts and without.
type pair struct {
	t             *testing.T
	with, without tfprotov6.ProviderServer
	schemas       *tfprotov6.GetProviderSchemaResponse
	identities    *tfprotov6.GetResourceIdentitySchemasResponse
}

func newPair(t *testing.T, sim *clerksim.Server) *pair {
	t.Helper()
	start := func(without ...server.Remedy) tfprotov6.ProviderServer {
		server := server.New(provider.NewOver("test", os.Getenv, sim), without...)
		configure(t, server, "http://localhost", sim.SecretKey())
		return server
	}
	p := &pair{t: t, with: start(), without: start(server.Shortcuts)}
	var err, otherErr error
	p.schemas, err = p.with.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	p.identities, otherErr = p.with.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil || otherErr != nil {
		t.Fatal(err, otherErr)
	}
	return p
}

func withUsers(t *testing.T, n int) *clerksim.Server {
	t.Helper()
	return acctest.NewSim(t, func(o *clerksim.Options) { o.Users = n })
}

// someone is the id of a user.
func someone(t *testing.T, sim *clerksim.Server) string {
	t.Helper()
	for id := range acctest.NewWorld(t, sim).Held("users") {
		return id
	}
	t.Fatal("there are no users")
	return ""
}

// object is an object of a type, null but for some attributes.
func object(t *testing.T, typ tftypes.Type, attributes map[string]any) *tfprotov6.DynamicValue {
	t.Helper()
	is, ok := typ.(tftypes.Object)
	if !ok {
		t.Fatalf("%s is no object", typ)
	}
	values := map[string]tftypes.Value{}
	for name, typ := range is.AttributeTypes {
		values[name] = tftypes.NewValue(typ, attributes[name])
	}
	out, err := tfprotov6.NewDynamicValue(is, tftypes.NewValue(is, values))
	if err != nil {
		t.Fatal(err)
	}
	return &out
}

// texts is the value of a set of strings.
func texts(all ...string) []tftypes.Value {
	out := []tftypes.Value{}
	for _, s := range all {
		out = append(out, tftypes.NewValue(tftypes.String, s))
	}
	return out
}

func (p *pair) resource(name string) tftypes.Type { return p.schemas.ResourceSchemas[name].ValueType() }

// identity is that of an object with such attributes.
func (p *pair) identity(name string, attributes map[string]any) *tfprotov6.ResourceIdentityData {
	return &tfprotov6.ResourceIdentityData{IdentityData: object(p.t, p.identities.IdentitySchemas[name].ValueType(), attributes)}
}

func same[T any](t *testing.T, with, without *T, err, otherErr error) {
	t.Helper()
	if err != nil || otherErr != nil || !reflect.DeepEqual(with, without) {
		t.Fatalf("with short cuts: %+v (%v)\nwithout: %+v (%v)", with, err, without, otherErr)
	}
}

func TestAPlanIsCutShortOnlyWhereItLooksAtNothingElse(t *testing.T) {
	t.Parallel()
	sim := withUsers(t, 1)
	p := newPair(t, sim)
	picture := filepath.Join(t.TempDir(), "picture.png")
	if err := os.WriteFile(picture, []byte("\x89PNG\r\n\x1a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ada := map[string]any{
		"id": "user_1", "email_addresses": texts("ada@example.com"), "phone_numbers": texts(), "web3_wallets": texts(),
		"first_name": "Ada", "private_metadata": `{"seats":3}`, "created_at": "2026-01-31T09:30:00Z",
	}
	with := func(object map[string]any, values map[string]any) map[string]any {
		out := maps.Clone(object)
		maps.Copy(out, values)
		return out
	}
	number := map[string]any{"id": "idn_1", "user_id": "user_1", "phone_number": "+15555550100", "verified": false, "primary": true, "reserved_for_second_factor": true}
	for name, c := range map[string]struct {
		typ           string
		prior, config map[string]any
		private       []byte
		nobody        bool // no identity
		cut           bool
	}{
		"what is mentioned is what the state has": {typ: "clerk_user", prior: ada, config: map[string]any{"email_addresses": texts("ada@example.com"), "first_name": "Ada"}, cut: true},
		"nothing is mentioned":                    {typ: "clerk_user", prior: ada, cut: true},
		"a picture, whose file has changed":       {typ: "clerk_user", prior: with(ada, map[string]any{"profile_image": picture, "profile_image_sha256": "another"}), config: map[string]any{"profile_image": picture}},
		"a picture, whose file is gone":           {typ: "clerk_user", prior: with(ada, map[string]any{"profile_image": picture + ".gone"}), config: map[string]any{"profile_image": picture + ".gone"}},
		"a write-only argument":                   {typ: "clerk_user", prior: ada, config: map[string]any{"private_metadata_wo": `{}`, "private_metadata_wo_version": 1}},
		"another spelling than is proposed":       {typ: "clerk_user", prior: ada, config: map[string]any{"created_at": "2026-01-31T10:30:00+01:00"}},
		"private data":                            {typ: "clerk_user", prior: ada, private: []byte(`{"key":"InZhbHVlIg=="}`), cut: true},
		"no identity":                             {typ: "clerk_user", prior: ada, nobody: true},
		"a second factor that is not verified":    {typ: "clerk_phone_number", prior: number, config: map[string]any{"reserved_for_second_factor": true}},
		"a number that is verified":               {typ: "clerk_phone_number", prior: with(number, map[string]any{"verified": true}), config: map[string]any{"reserved_for_second_factor": true}, cut: true},
		"a primary address that is to be none":    {typ: "clerk_email_address", prior: map[string]any{"id": "idn_1", "user_id": someone(t, sim), "email_address": "ada@example.com", "primary": true}, config: map[string]any{"primary": false}},
		"a template without its key":              {typ: "clerk_jwt_template", prior: map[string]any{"id": "jtmp_1", "name": "hasura", "claims": `{}`, "custom_signing_key": true}, config: map[string]any{"custom_signing_key": true}, cut: true},
		"some metadata":                           {typ: "clerk_user_metadata", prior: map[string]any{"user_id": "user_1", "public_metadata": `{"a":1}`}, config: map[string]any{"public_metadata": `{"a":1}`}, cut: true},
	} {
		t.Run(name, func(t *testing.T) {
			typ := p.resource(c.typ)
			req := &tfprotov6.PlanResourceChangeRequest{
				TypeName: c.typ, PriorState: object(t, typ, c.prior), ProposedNewState: object(t, typ, c.prior), Config: object(t, typ, c.config), PriorPrivate: c.private,
			}
			if !c.nobody {
				req.PriorIdentity = p.identity(c.typ, c.prior)
			}
			got, err := p.with.PlanResourceChange(t.Context(), req)
			want, otherErr := p.without.PlanResourceChange(t.Context(), req)
			same(t, got, want, err, otherErr)
			if cut := got.PlannedState == req.PriorState; cut != c.cut {
				t.Errorf("the plan was cut short: %t", cut)
			}
		})
	}
}

func TestAReadIsCutShortOnlyWhereTheObjectIsAsTheStateHasIt(t *testing.T) {
	t.Parallel()
	sim := withUsers(t, 1)
	p := newPair(t, sim)
	typ := p.resource("clerk_user")
	identity := func(id any) *tfprotov6.ResourceIdentityData {
		return p.identity("clerk_user", map[string]any{"id": id})
	}
	id := someone(t, sim)
	read, err := p.with.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: "clerk_user", CurrentState: object(t, typ, map[string]any{"id": id}), CurrentIdentity: identity(id),
	})
	if err != nil || len(read.Diagnostics) > 0 {
		t.Fatal(err, read.Diagnostics)
	}
	state := read.NewState
	sent, private := sentOtherwise(t, typ, state, "first_name", "As It Was Sent")
	stale := object(t, typ, map[string]any{"id": id, "first_name": "Someone", "created_at": "2026-01-31T09:30:00Z"})
	gone := object(t, typ, map[string]any{"id": "user_0", "created_at": "2026-01-31T09:30:00Z"})
	for name, c := range map[string]struct {
		req      tfprotov6.ReadResourceRequest
		cut      bool
		requests int // where it is not one
	}{
		"unchanged":         {req: tfprotov6.ReadResourceRequest{CurrentState: state, CurrentIdentity: identity(id)}, cut: true},
		"changed":           {req: tfprotov6.ReadResourceRequest{CurrentState: stale, CurrentIdentity: identity(id)}},
		"gone":              {req: tfprotov6.ReadResourceRequest{CurrentState: gone, CurrentIdentity: identity("user_0")}, requests: 2},
		"with private data": {req: tfprotov6.ReadResourceRequest{CurrentState: state, CurrentIdentity: identity(id), Private: []byte(`{"key":"InZhbHVlIg=="}`)}, cut: true},
		"spelled otherwise": {req: tfprotov6.ReadResourceRequest{CurrentState: sent, CurrentIdentity: identity(id), Private: private}, cut: true},
		"imported":          {req: tfprotov6.ReadResourceRequest{CurrentState: state, CurrentIdentity: identity(id), Private: []byte(`{".import_before_read":"dHJ1ZQ=="}`)}},
		"no identity":       {req: tfprotov6.ReadResourceRequest{CurrentState: state}},
		"a null identity":   {req: tfprotov6.ReadResourceRequest{CurrentState: state, CurrentIdentity: identity(nil)}},
		"another identity":  {req: tfprotov6.ReadResourceRequest{CurrentState: state, CurrentIdentity: identity("user_0")}},
	} {
		t.Run(name, func(t *testing.T) {
			c.req.TypeName = "clerk_user"
			p, before := newPair(t, sim), sim.Stats().Requests
			got, err := p.with.ReadResource(t.Context(), &c.req)
			if n := sim.Stats().Requests - before; n != max(1, c.requests) {
				t.Errorf("the read took %d requests", n)
			}
			want, otherErr := p.without.ReadResource(t.Context(), &c.req)
			same(t, got, want, err, otherErr)
			if cut := got.NewState == c.req.CurrentState; cut != c.cut {
				t.Errorf("the read was cut short: %t", cut)
			}
		})
	}
}

// sentOtherwise is a state whose text was sent otherwise than Clerk has it, and the
// private state that remembers it.
func sentOtherwise(t *testing.T, typ tftypes.Type, state *tfprotov6.DynamicValue, argument, sent string) (*tfprotov6.DynamicValue, []byte) {
	t.Helper()
	packed := func(typ tftypes.Type, v any) []byte {
		d, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, v))
		if err != nil {
			t.Fatal(err)
		}
		return d.MsgPack
	}
	encoded := func(v any) []byte {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	value, err := state.Unmarshal(typ)
	var all map[string]tftypes.Value
	if err != nil || value.As(&all) != nil {
		t.Fatal(err)
	}
	var stored string
	if err := all[argument].As(&stored); err != nil {
		t.Fatal(err)
	}
	memory := map[string]map[string][]byte{argument: {"sent": packed(tftypes.String, sent), "stored": packed(tftypes.String, stored)}}
	all = maps.Clone(all)
	all[argument] = tftypes.NewValue(tftypes.String, sent)
	return &tfprotov6.DynamicValue{MsgPack: packed(typ, all)}, encoded(map[string][]byte{"spelling": encoded(memory)})
}

func TestAStateIsReadAsTheFrameworkReadsIt(t *testing.T) {
	t.Parallel()
	p := newPair(t, acctest.NewSim(t))
	version := p.schemas.ResourceSchemas["clerk_user"].Version
	for name, req := range map[string]tfprotov6.UpgradeResourceStateRequest{
		"of the present version":         {Version: version, RawState: &tfprotov6.RawState{JSON: []byte(`{"id":"user_1","email_addresses":["b@example.com","a@example.com"],"create_organizations_limit":5,"banned":false}`)}},
		"with what the schema lacks":     {Version: version, RawState: &tfprotov6.RawState{JSON: []byte(`{"id":"user_1","shoe_size":{"eu":41}}`)}},
		"of a version that is to come":   {Version: version + 1, RawState: &tfprotov6.RawState{JSON: []byte(`{"id":"user_1"}`)}},
		"of another type than the field": {Version: version, RawState: &tfprotov6.RawState{JSON: []byte(`{"id":["user_1"]}`)}},
		"none":                           {Version: version},
	} {
		t.Run(name, func(t *testing.T) {
			req.TypeName = "clerk_user"
			got, err := p.with.UpgradeResourceState(t.Context(), &req)
			want, otherErr := p.without.UpgradeResourceState(t.Context(), &req)
			same(t, got, want, err, otherErr)
		})
	}
}

func TestAListIsWhatTheFrameworkWouldMakeOfIt(t *testing.T) {
	t.Parallel()
	for _, users := range []int{0, 1, 15, 16, 300} {
		p := newPair(t, withUsers(t, users))
		typ := p.schemas.DataSourceSchemas["clerk_users"].ValueType()
		read := func(arguments map[string]any) (got, want *tfprotov6.ReadDataSourceResponse) {
			req := &tfprotov6.ReadDataSourceRequest{TypeName: "clerk_users", Config: object(t, typ, arguments)}
			got, err := p.with.ReadDataSource(t.Context(), req)
			want, otherErr := p.without.ReadDataSource(t.Context(), req)
			if err != nil || otherErr != nil {
				t.Fatal(err, otherErr)
			}
			return got, want
		}
		for name, arguments := range map[string]map[string]any{
			"all": nil, "limited": {"limit": 2}, "none": {"user_ids": texts("user_1")},
		} {
			got, want := read(arguments)
			same(t, got, want, nil, nil)
			if name == "all" && len(got.State.MsgPack) < users*100 {
				t.Errorf("%d users in %d bytes", users, len(got.State.MsgPack))
			}
		}
		// The framework writes a map in any order.
		got, want := read(map[string]any{"include_private_metadata": true})
		a, err := got.State.Unmarshal(typ)
		b, otherErr := want.State.Unmarshal(typ)
		if err != nil || otherErr != nil || !a.Equal(b) {
			t.Errorf("with short cuts: %s (%v)\nwithout: %s (%v)", a, err, b, otherErr)
		}
	}
}
