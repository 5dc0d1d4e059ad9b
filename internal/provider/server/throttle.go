package server

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// slowRun is how much time Clerk's rate limits may cost before a run says so.
const slowRun = 30 * time.Second

// throttling is a server that says once, beside one of its answers, that Clerk's
// rate limits slow the run down. It sees every answer, so no type has to think of
// it. A process serves one walk of Terraform's.
type throttling struct {
	frameworkServer
	client func() *clerk.Client // nil before the provider is configured
	said   atomic.Bool
}

// say adds the warning, if it is due.
func (s *throttling) say(diags *[]*tfprotov6.Diagnostic) {
	client := s.client()
	if client == nil || s.said.Load() {
		return
	}
	cost := client.Throttled()
	if cost.Waited < slowRun || s.said.Swap(true) {
		return
	}
	*diags = append(*diags, &tfprotov6.Diagnostic{
		Severity: tfprotov6.DiagnosticSeverityWarning,
		Summary:  "Clerk's rate limit slows this run down",
		Detail: fmt.Sprintf("So far this run has waited %s because Clerk refused %d requests as too many. Nothing is lost: refused requests are sent again.\n\n"+
			"The provider goes as fast as the limit allows, so neither max_requests_per_second nor -parallelism makes it faster. "+
			"Other users of the same instance count against the limit, too. Ask Clerk for a higher limit, run when there is less traffic, or manage fewer objects in one configuration.",
			cost.Waited.Round(time.Second), cost.Refused),
	})
}

// saying serves a call, and adds the warning to its answer.
func saying[Req, Resp any](ctx context.Context, s *throttling, req Req, serve func(context.Context, Req) (*Resp, error), diags func(*Resp) *[]*tfprotov6.Diagnostic) (*Resp, error) {
	resp, err := serve(ctx, req)
	if err == nil {
		s.say(diags(resp))
	}
	return resp, err
}

func (s *throttling) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return saying(ctx, s, req, s.frameworkServer.ReadResource, func(r *tfprotov6.ReadResourceResponse) *[]*tfprotov6.Diagnostic { return &r.Diagnostics })
}

func (s *throttling) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return saying(ctx, s, req, s.frameworkServer.PlanResourceChange, func(r *tfprotov6.PlanResourceChangeResponse) *[]*tfprotov6.Diagnostic { return &r.Diagnostics })
}

func (s *throttling) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return saying(ctx, s, req, s.frameworkServer.ApplyResourceChange, func(r *tfprotov6.ApplyResourceChangeResponse) *[]*tfprotov6.Diagnostic { return &r.Diagnostics })
}

func (s *throttling) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return saying(ctx, s, req, s.frameworkServer.ImportResourceState, func(r *tfprotov6.ImportResourceStateResponse) *[]*tfprotov6.Diagnostic { return &r.Diagnostics })
}

func (s *throttling) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return saying(ctx, s, req, s.frameworkServer.ReadDataSource, func(r *tfprotov6.ReadDataSourceResponse) *[]*tfprotov6.Diagnostic { return &r.Diagnostics })
}

func (s *throttling) OpenEphemeralResource(ctx context.Context, req *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return saying(ctx, s, req, s.frameworkServer.OpenEphemeralResource, func(r *tfprotov6.OpenEphemeralResourceResponse) *[]*tfprotov6.Diagnostic { return &r.Diagnostics })
}

// ListResource says it beside a result: one without an object would be no result.
func (s *throttling) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	stream, err := s.frameworkServer.ListResource(ctx, req)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.ListResourceServerStream{Results: func(yield func(tfprotov6.ListResourceResult) bool) {
		for result := range stream.Results {
			s.say(&result.Diagnostics)
			if !yield(result) {
				return
			}
		}
	}}, nil
}

func (s *throttling) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.frameworkServer.InvokeAction(ctx, req)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.InvokeActionServerStream{Events: func(yield func(tfprotov6.InvokeActionEvent) bool) {
		for event := range stream.Events {
			if completed, ok := event.Type.(tfprotov6.CompletedInvokeActionEventType); ok {
				s.say(&completed.Diagnostics)
				event.Type = completed
			}
			if !yield(event) {
				return
			}
		}
	}}, nil
}
