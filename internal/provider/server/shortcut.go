package server

import (
	"bytes"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// shortcuts is a server that answers for objects that have not changed, which is
// most of them in most plans, without the framework (1.19): that copies all
// attributes of the schema for each one at which it looks. The answers are byte
// for byte the framework's; whatever is out of the ordinary is left to it. It also
// encodes what lists and long data sources show.
type shortcuts struct {
	frameworkServer
	types  func(name string) (t resourceType, ok bool)
	client func() *clerk.Client // nil before the provider is configured
}

// UpgradeResourceState reads a state of the present version.
func (s *shortcuts) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	t, ok := s.types(req.TypeName)
	if ok && req.Version == t.schema.Version && req.RawState != nil && len(t.schema.Blocks) == 0 {
		lenient := tfprotov6.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}}
		if value, err := req.RawState.UnmarshalWithOpts(t.object, lenient); err == nil {
			if state, err := tfprotov6.NewDynamicValue(t.object, value); err == nil {
				return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &state}, nil
			}
		}
	}
	return s.frameworkServer.UpgradeResourceState(ctx, req)
}

// importedMark is in the private state of an object that was imported and not read yet.
// It is the framework's own, which takes it out in the first read.
var importedMark = []byte(`".import_before_read"`)

// ReadResource answers that an object is as the state has it.
func (s *shortcuts) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	if client := s.client(); client != nil && !bytes.Contains(req.Private, importedMark) {
		remembering, forget := tf.WithReadMemo(ctx)
		defer forget()
		ctx = remembering
		if s.unchanged(ctx, client, req) {
			return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, NewIdentity: req.CurrentIdentity, Private: req.Private}, nil
		}
	}
	return s.frameworkServer.ReadResource(ctx, req)
}

func (s *shortcuts) unchanged(ctx context.Context, client *clerk.Client, req *tfprotov6.ReadResourceRequest) bool {
	t, ok := s.types(req.TypeName)
	if !ok || req.CurrentState == nil || req.CurrentIdentity == nil || req.CurrentIdentity.IdentityData == nil {
		return false
	}
	r := t.create()
	refresher, refreshes := r.(tf.Refresher)
	configurable, isConfigurable := r.(resource.ResourceWithConfigure)
	if !refreshes || !isConfigurable {
		return false
	}
	var configured resource.ConfigureResponse
	configurable.Configure(ctx, resource.ConfigureRequest{ProviderData: client}, &configured)
	state, err := req.CurrentState.Unmarshal(t.object)
	if err != nil || state.IsNull() || configured.Diagnostics.HasError() {
		return false
	}
	fresh, ok := refresher.Refresh(ctx, tfsdk.State{Raw: state, Schema: t.schema}, newPrivateState(req.Private))
	return ok && same(req.CurrentState, t.object, fresh.State) && identifies(req.CurrentIdentity.IdentityData, fresh)
}

// PlanResourceChange plans nothing where nothing is proposed.
func (s *shortcuts) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if s.unplanned(req) {
		return &tfprotov6.PlanResourceChangeResponse{PlannedState: req.PriorState, PlannedIdentity: req.PriorIdentity, PlannedPrivate: req.PriorPrivate}, nil
	}
	return s.frameworkServer.PlanResourceChange(ctx, req)
}

func (s *shortcuts) unplanned(req *tfprotov6.PlanResourceChangeRequest) bool {
	t, ok := s.types(req.TypeName)
	if !ok || req.PriorIdentity == nil || req.PriorIdentity.IdentityData == nil ||
		req.PriorState == nil || req.ProposedNewState == nil || req.Config == nil ||
		len(req.PriorState.MsgPack) == 0 || !bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack) {
		return false
	}
	r, ok := t.create().(tf.PlansNothing)
	if !ok {
		return false
	}
	prior, known := attributes(req.PriorState, t.object)
	config, given := attributes(req.Config, t.object)
	if !known || !given {
		return false
	}
	// Plan modifiers keep what is planned where the configuration mentions nothing
	// else. The state never has write-only values.
	for name, value := range config {
		if !value.IsNull() && !value.Equal(prior[name]) {
			return false
		}
	}
	return r.PlansNothing(prior)
}

// ReadDataSource splices lists into the framework's answer.
func (s *shortcuts) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	ctx, splice := tf.WithSplice(ctx)
	resp, err := s.frameworkServer.ReadDataSource(ctx, req)
	if err != nil {
		return resp, err
	}
	return resp, splice.WriteTo(resp.State)
}

// ListResource encodes the objects of a list.
func (s *shortcuts) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	ctx, listed := tf.WithListed(ctx)
	stream, err := s.frameworkServer.ListResource(ctx, req)
	if err != nil {
		return stream, err
	}
	return &tfprotov6.ListResourceServerStream{Results: func(yield func(tfprotov6.ListResourceResult) bool) {
		for result := range stream.Results {
			if err := listed.WriteTo(&result); err != nil {
				result = tfprotov6.ListResourceResult{Diagnostics: []*tfprotov6.Diagnostic{{
					Severity: tfprotov6.DiagnosticSeverityError, Summary: "The list could not be read", Detail: err.Error() + ". This is a bug in the provider; please report it.",
				}}}
			}
			if !yield(result) {
				return
			}
		}
	}}, nil
}

// attributes are those of an object that exists.
func attributes(object *tfprotov6.DynamicValue, typ tftypes.Type) (values map[string]tftypes.Value, ok bool) {
	value, err := object.Unmarshal(typ)
	if err != nil || value.IsNull() || value.As(&values) != nil {
		return nil, false
	}
	return values, true
}

// same reports whether a value is encoded as the framework would encode another.
func same(encoded *tfprotov6.DynamicValue, typ tftypes.Type, value tftypes.Value) bool {
	other, err := tfprotov6.NewDynamicValue(typ, value)
	return err == nil && len(encoded.MsgPack) > 0 && bytes.Equal(encoded.MsgPack, other.MsgPack)
}

func identifies(encoded *tfprotov6.DynamicValue, fresh tf.StateAndIdentity) bool {
	types, values := map[string]tftypes.Type{}, map[string]tftypes.Value{}
	for name, value := range fresh.Identity {
		types[name], values[name] = tftypes.String, tftypes.NewValue(tftypes.String, value.ValueString())
	}
	typ := tftypes.Object{AttributeTypes: types}
	return same(encoded, typ, tftypes.NewValue(typ, values))
}
