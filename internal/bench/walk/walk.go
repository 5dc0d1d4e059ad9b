// Package walk drives the provider's server in process, through the calls that
// Terraform makes for each user in a plan. It checks that nothing changes, and
// nothing else: it is there to be measured.
package walk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"golang.org/x/sync/errgroup"
)

// userType is the type of the resource that is walked.
const userType = "clerk_user"

// Workers is how many objects Terraform works on at a time, unless -parallelism
// says otherwise.
const Workers = 10

var identityType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}

// Provider is a server that was told where Clerk is.
type Provider struct {
	Version int64 // of the schema of users
	server  tfprotov6.ProviderServer
	user    tftypes.Type
	sources map[string]*tfprotov6.Schema
}

// Object is one user as Terraform knows it.
type Object struct {
	ID       string
	State    json.RawMessage // the attributes, as a state file has them
	identity *tfprotov6.ResourceIdentityData
	config   tfprotov6.DynamicValue
	proposed tfprotov6.DynamicValue // the state, with what the configuration mentions
}

// Configure tells a server where Clerk is.
func Configure(ctx context.Context, server tfprotov6.ProviderServer, url, key string) (*Provider, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err == nil {
		err = failed(schemas.Diagnostics)
	}
	if err != nil {
		return nil, err
	}
	user := schemas.ResourceSchemas[userType]
	p := &Provider{server: server, Version: user.Version, user: user.ValueType(), sources: schemas.DataSourceSchemas}
	config, err := fill(schemas.Provider.ValueType(), map[string]any{"api_url": url, "secret_key": key})
	if err != nil {
		return nil, err
	}
	resp, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.16.2", Config: &config})
	if err == nil {
		err = failed(resp.Diagnostics)
	}
	return p, err
}

// Adopt reads accounts, ten at a time, into what the state has of them when a
// configuration created them that mentions what Account.Config does.
func (p *Provider) Adopt(ctx context.Context, accounts []Account) ([]Object, error) {
	objects := make([]Object, len(accounts))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(Workers)
	for i, a := range accounts {
		group.Go(func() (err error) {
			objects[i], err = p.adopt(ctx, a)
			return err
		})
	}
	return objects, group.Wait()
}

func (p *Provider) adopt(ctx context.Context, a Account) (o Object, err error) {
	prior, err := fill(p.user, map[string]any{
		"id": a.ID, "email_addresses": []string{a.EmailAddress}, "phone_numbers": []string{}, "web3_wallets": []string{},
	})
	if err != nil {
		return o, err
	}
	o.ID = a.ID
	identity, err := fill(identityType, map[string]any{"id": a.ID})
	if err != nil {
		return o, err
	}
	o.identity = &tfprotov6.ResourceIdentityData{IdentityData: &identity}
	read, err := p.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: userType, CurrentState: &prior, CurrentIdentity: o.identity,
	})
	if err == nil {
		err = failed(read.Diagnostics)
	}
	if err != nil {
		return o, err
	}
	state, err := read.NewState.Unmarshal(p.user)
	if err != nil {
		return o, err
	}
	if o.State, err = stored(state); err != nil {
		return o, err
	}
	if o.config, err = fill(p.user, a.Config()); err != nil {
		return o, err
	}
	config, err := o.config.Unmarshal(p.user)
	if err != nil {
		return o, err
	}
	o.proposed, err = overlay(state, config)
	return o, err
}

// Plan walks objects, ten at a time, and fails unless nothing is to be done.
func (p *Provider) Plan(ctx context.Context, objects []Object) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(Workers)
	for _, o := range objects {
		group.Go(func() error { return p.plan(ctx, o) })
	}
	return group.Wait()
}

// plan makes the calls of an empty plan: it reads the object out of the state file,
// refreshes it, checks its configuration and plans it.
func (p *Provider) plan(ctx context.Context, o Object) error {
	state, err := p.server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{
		TypeName: userType, Version: p.Version, RawState: &tfprotov6.RawState{JSON: o.State},
	})
	if err == nil {
		err = failed(state.Diagnostics)
	}
	if err != nil {
		return err
	}
	read, err := p.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: userType, CurrentState: state.UpgradedState, CurrentIdentity: o.identity,
	})
	if err == nil {
		err = failed(read.Diagnostics)
	}
	if err != nil {
		return err
	}
	valid, err := p.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: userType, Config: &o.config,
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err == nil {
		err = failed(valid.Diagnostics)
	}
	if err != nil {
		return err
	}
	planned, err := p.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: userType, PriorState: read.NewState, ProposedNewState: &o.proposed, Config: &o.config,
		PriorIdentity: read.NewIdentity, PriorPrivate: read.Private,
	})
	if err == nil {
		err = failed(planned.Diagnostics)
	}
	if err != nil {
		return err
	}
	if len(planned.RequiresReplace) > 0 || !bytes.Equal(planned.PlannedState.MsgPack, read.NewState.MsgPack) {
		return fmt.Errorf("the plan changes %s", o.State)
	}
	return nil
}

// List reads data.clerk_users, and gives the size of its answer in bytes.
func (p *Provider) List(ctx context.Context) (int, error) {
	const users = "clerk_users"
	config, err := fill(p.sources[users].ValueType(), nil)
	if err != nil {
		return 0, err
	}
	read, err := p.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: users, Config: &config})
	if err == nil {
		err = failed(read.Diagnostics)
	}
	if err != nil {
		return 0, err
	}
	return len(read.State.MsgPack), nil
}
