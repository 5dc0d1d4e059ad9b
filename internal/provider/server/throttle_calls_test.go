package server_test

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// content is a server that has nothing to say.
type content struct{ server.FrameworkServer }

func (content) ReadResource(context.Context, *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{}, nil
}

func (content) PlanResourceChange(context.Context, *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return &tfprotov6.PlanResourceChangeResponse{}, nil
}

func (content) ApplyResourceChange(context.Context, *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return &tfprotov6.ApplyResourceChangeResponse{}, nil
}

func (content) ImportResourceState(context.Context, *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return &tfprotov6.ImportResourceStateResponse{}, nil
}

func (content) ReadDataSource(context.Context, *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return &tfprotov6.ReadDataSourceResponse{}, nil
}

func (content) OpenEphemeralResource(context.Context, *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return &tfprotov6.OpenEphemeralResourceResponse{}, nil
}

func (content) ListResource(context.Context, *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	return &tfprotov6.ListResourceServerStream{Results: slices.Values([]tfprotov6.ListResourceResult{{DisplayName: "ada"}, {DisplayName: "byron"}})}, nil
}

func (content) InvokeAction(context.Context, *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	return &tfprotov6.InvokeActionServerStream{Events: slices.Values([]tfprotov6.InvokeActionEvent{
		{Type: tfprotov6.ProgressInvokeActionEventType{Message: "half"}}, {Type: tfprotov6.CompletedInvokeActionEventType{}},
	})}, nil
}

// TestEveryCallThatMayWaitSaysThatARunIsThrottled makes calls while an update of one
// user waits for that user's limit.
func TestEveryCallThatMayWaitSaysThatARunIsThrottled(t *testing.T) {
	t.Parallel()
	calls := map[string]func(context.Context, server.FrameworkServer) []*tfprotov6.Diagnostic{
		"ListResource": func(ctx context.Context, s server.FrameworkServer) (said []*tfprotov6.Diagnostic) {
			stream, _ := s.ListResource(ctx, nil)
			for result := range stream.Results {
				if result.DisplayName == "" {
					t.Error("a result has no object")
				}
				said = append(said, result.Diagnostics...)
			}
			return said
		},
		"InvokeAction": func(ctx context.Context, s server.FrameworkServer) (said []*tfprotov6.Diagnostic) {
			stream, _ := s.InvokeAction(ctx, nil)
			for event := range stream.Events {
				if completed, ok := event.Type.(tfprotov6.CompletedInvokeActionEventType); ok {
					said = append(said, completed.Diagnostics...)
				}
			}
			return said
		},
	}
	for _, name := range []string{"ReadResource", "PlanResourceChange", "ApplyResourceChange", "ImportResourceState", "ReadDataSource", "OpenEphemeralResource"} {
		calls[name] = func(ctx context.Context, s server.FrameworkServer) []*tfprotov6.Diagnostic {
			call := reflect.ValueOf(s).MethodByName(name)
			resp := call.Call([]reflect.Value{reflect.ValueOf(ctx), reflect.Zero(call.Type().In(1))})[0].Elem()
			said, _ := resp.FieldByName("Diagnostics").Interface().([]*tfprotov6.Diagnostic)
			return said
		}
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim, err := clerksim.New(clerksim.Options{Users: 1})
				if err != nil {
					t.Fatal(err)
				}
				client, err := clerk.New(rest.Config{BaseURL: "http://localhost", SecretKey: sim.SecretKey(), Transport: sim})
				if err != nil {
					t.Fatal(err)
				}
				users, err := rest.Collect(client.Users.List(t.Context(), clerk.UserFilter{}))
				if err != nil {
					t.Fatal(err)
				}
				sim.PlaceFault(clerksim.Fault{Operation: "PATCH /users/{user_id}", Kind: "429", RetryAfter: 60})
				updated := make(chan error, 1)
				go func() {
					_, err := client.Users.Update(t.Context(), users[0].ID, clerk.UpdateUserParams{})
					updated <- err
				}()
				s := server.Throttling(content{}, client)
				for _, moment := range []struct {
					after time.Duration
					says  bool
				}{{29 * time.Second, false}, {2 * time.Second, true}, {time.Second, false}} {
					<-time.After(moment.after)
					if said := call(t.Context(), s); (len(said) == 1) != moment.says || len(said) > 1 {
						t.Errorf("after another %s it says %v", moment.after, said)
					}
				}
				if err := <-updated; err != nil {
					t.Error(err)
				}
			})
		})
	}
}
