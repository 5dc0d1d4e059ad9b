// Package server serves the provider over Terraform's plugin protocol: what it does for
// the sake of time and memory, and for Terraform's interrupts, no type has to know.
package server

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// New is the provider as a protocol 6 server.
//
// The framework keeps the context of every call for the life of the process, to
// cancel it in StopProvider (internal/proto6server/serve.go, registerContext, in
// framework 1.19). With a call's context stay its message and its loggers, which
// comes to more than a gigabyte at 10,000 users. The server is therefore wrapped
// in one that hands each call a context that lets go of its values when the call
// returns, and still cancels. This goes when the framework mends it.
//
// Remedies can be left out, to show that they change nothing else.
func New(p provider.Provider, without ...Remedy) tfprotov6.ProviderServer {
	//nolint:forcetypeassert // a framework without these must not be served
	serves, types := providerserver.NewProtocol6(p)().(frameworkServer), resourceTypes(p)
	client := func() *clerk.Client { return nil }
	if p, ok := p.(configured); ok {
		client = p.Client
	}
	if !slices.Contains(without, Shortcuts) {
		serves = &shortcuts{serves, types, client}
	}
	s := &server{frameworkServer: &throttling{frameworkServer: serves, client: client}, types: types}
	s.begin()
	return s
}

// configured is a provider that speaks to Clerk.
type configured interface {
	// Client is nil before the provider is configured.
	Client() *clerk.Client
}

// Remedy is what the server does for the sake of time or memory alone.
type Remedy int

// Shortcuts answers for objects that have not changed without the framework.
const Shortcuts Remedy = iota + 1

// frameworkServer is all that the framework's server serves. The wrapper embeds
// it whole: one that embedded tfprotov6.ProviderServer alone would hide list
// resources and actions.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// server wraps the calls that come by the thousand. Those that answer with a
// stream are few, and work on after they have returned, so they are not wrapped.
type server struct {
	frameworkServer
	types func(name string) (t resourceType, ok bool)
	run   atomic.Pointer[run]
}

// run ends when Terraform stops the provider. Core may have begun calls that arrive
// only after that, and the framework cancels none but those that it has by then: an
// interrupted apply would go on waiting for a rate limit.
type run struct {
	context.Context
	stop context.CancelFunc
}

func (s *server) begin() {
	ctx, stop := context.WithCancel(context.Background()) //nolint:forbidigo // no call's: it outlives them
	s.run.Store(&run{ctx, stop})
}

// ConfigureProvider begins a run. A provider that a debugger holds serves one after
// the other.
func (s *server) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	if s.run.Load().Err() != nil {
		s.begin()
	}
	return s.frameworkServer.ConfigureProvider(ctx, req)
}

// StopProvider ends the run.
func (s *server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	s.run.Load().stop()
	return s.frameworkServer.StopProvider(ctx, req)
}

// callContext has the values of a call's context until the call has returned.
type callContext struct {
	context.Context // cancelled with the call's, but without its values
	call            atomic.Pointer[context.Context]
}

func (c *callContext) Value(key any) any {
	// The embedded context first: it answers for its own cancellation, which
	// spares the contexts derived from this one a goroutine each.
	if v := c.Context.Value(key); v != nil {
		return v
	}
	if call := c.call.Load(); call != nil {
		return (*call).Value(key)
	}
	return nil
}

func wrapped[Req, Resp any](ctx context.Context, s *server, req Req, serve func(context.Context, Req) (Resp, error)) (Resp, error) {
	held, cancel := context.WithCancel(context.Background()) //nolint:forbidigo // derived from the call's, it would hold its values
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	defer context.AfterFunc(s.run.Load(), cancel)()
	c := &callContext{Context: held}
	c.call.Store(&ctx)
	defer c.call.Store(nil)
	return serve(c, req)
}

func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.ValidateResourceConfig)
}

func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.UpgradeResourceState)
}

func (s *server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.UpgradeResourceIdentity)
}

func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.ReadResource)
}

func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.PlanResourceChange)
}

func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.ApplyResourceChange)
}

func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.ImportResourceState)
}

func (s *server) MoveResourceState(ctx context.Context, req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.MoveResourceState)
}

func (s *server) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.ValidateDataResourceConfig)
}

func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.ReadDataSource)
}

func (s *server) ValidateEphemeralResourceConfig(ctx context.Context, req *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.ValidateEphemeralResourceConfig)
}

func (s *server) OpenEphemeralResource(ctx context.Context, req *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.OpenEphemeralResource)
}

func (s *server) RenewEphemeralResource(ctx context.Context, req *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.RenewEphemeralResource)
}

func (s *server) CloseEphemeralResource(ctx context.Context, req *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.CloseEphemeralResource)
}

func (s *server) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return wrapped(ctx, s, req, s.frameworkServer.CallFunction)
}

func (s *server) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	return s.frameworkServer.ListResource(s.stoppable(ctx), req)
}

func (s *server) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	return s.frameworkServer.InvokeAction(s.stoppable(ctx), req)
}

// stoppable is the context of an answer that streams. It ends with the call's, or
// with the run.
func (s *server) stoppable(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	context.AfterFunc(s.run.Load(), cancel)
	return ctx
}
