package conformance_test

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty/msgpack"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// leastCut is the share of plans and of reads that short cuts have to answer, in
// percent, lest nothing be shown of them: each apply is followed by an empty plan.
const leastCut = 5

// tally counts calls, and those that were answered by a short cut.
type tally struct{ plans, plansCut, reads, readsCut int }

// twins are the provider with its short cuts and without. They are asked the same,
// and the test fails unless they answer the same, byte for byte.
type twins struct {
	tfprotov6.ProviderServer // with
	without                  tfprotov6.ProviderServer
	rt                       *rapid.T
	tally                    *tally
}

// twinCore is a core for twins.
func twinCore(rt *rapid.T, sim *clerksim.Server, t *tally) *driver.Core {
	getenv := func(name string) string {
		return map[string]string{"CLERK_API_URL": "http://localhost", "CLERK_SECRET_KEY": sim.SecretKey()}[name]
	}
	serve := func(without ...server.Remedy) tfprotov6.ProviderServer {
		return server.New(provider.NewOver("test", getenv, sim), without...)
	}
	return driver.New(rt, func() tfprotov6.ProviderServer {
		return &twins{serve(), serve(server.Shortcuts), rt, t}
	})
}

func (t *twins) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return both(ctx, t, req, tfprotov6.ProviderServer.ConfigureProvider)
}

func (t *twins) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return both(ctx, t, req, tfprotov6.ProviderServer.ValidateResourceConfig)
}

func (t *twins) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return both(ctx, t, req, tfprotov6.ProviderServer.UpgradeResourceState)
}

func (t *twins) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	resp, err := both(ctx, t, req, tfprotov6.ProviderServer.ReadResource)
	t.tally.reads++
	if err == nil && resp.NewState == req.CurrentState { // the framework makes its own
		t.tally.readsCut++
	}
	return resp, err
}

func (t *twins) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := both(ctx, t, req, tfprotov6.ProviderServer.PlanResourceChange)
	t.tally.plans++
	if err == nil && resp.PlannedState == req.PriorState {
		t.tally.plansCut++
	}
	return resp, err
}

// both asks both, and gives the answer of the one with short cuts.
func both[Req, Resp any](ctx context.Context, t *twins, req *Req, call func(tfprotov6.ProviderServer, context.Context, *Req) (*Resp, error)) (*Resp, error) {
	resp, err := call(t.ProviderServer, ctx, req)
	other, otherErr := call(t.without, ctx, req)
	if !reflect.DeepEqual(inOrder(resp), inOrder(other)) || (err == nil) != (otherErr == nil) {
		t.rt.Fatalf("with short cuts the answer to %+v is %+v (%v), and without %+v (%v)", req, resp, err, other, otherErr)
	}
	return resp, err
}

// inOrder is an answer with its values as text, whose members are in order: encoded maps are in any.
func inOrder[Resp any](resp *Resp) *Resp {
	if resp == nil {
		return nil
	}
	out := *resp
	fields := reflect.ValueOf(&out).Elem()
	for n := range fields.NumField() {
		value, ok := fields.Field(n).Interface().(*tfprotov6.DynamicValue)
		if !ok || value == nil {
			continue
		}
		typ, err := msgpack.ImpliedType(value.MsgPack)
		if err != nil {
			continue
		}
		if v, err := msgpack.Unmarshal(value.MsgPack, typ); err == nil {
			fields.Field(n).Set(reflect.ValueOf(&tfprotov6.DynamicValue{JSON: []byte(v.GoString())}))
		}
	}
	return &out
}
