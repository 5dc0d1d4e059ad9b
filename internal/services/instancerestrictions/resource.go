// Package instancerestrictions models who may sign up to the instance.
package instancerestrictions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/settings"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_instance_restrictions.
func NewResource() resource.Resource { return group.NewResource() }

// NewListResource is the list resource clerk_instance_restrictions.
func NewListResource() list.ListResource { return group.NewListResource() }

// NewDataSource is the data source clerk_instance_restrictions.
func NewDataSource() datasource.DataSource { return group.NewDataSource() }

type model struct {
	ID                          types.String `tfsdk:"id"`
	Allowlist                   types.Bool   `tfsdk:"allowlist"`
	Blocklist                   types.Bool   `tfsdk:"blocklist"`
	DisabledOnSignIn            types.Bool   `tfsdk:"allowlist_blocklist_disabled_on_sign_in"`
	BlockEmailSubaddresses      types.Bool   `tfsdk:"block_email_subaddresses"`
	BlockDisposableEmailDomains types.Bool   `tfsdk:"block_disposable_email_domains"`
}

var group = &settings.Group[model, clerk.InstanceRestrictions]{
	Type: "instance_restrictions", Noun: "restriction settings",
	Description: "Who may sign up to the instance, and who may sign in. The lists themselves are `clerk_allowlist_identifier` and `clerk_blocklist_identifier`." + settings.ReadByPatch,
	Attributes: map[string]schema.Attribute{
		"allowlist": attr.Flag("Whether only those may sign up who are on the allowlist. While it is on and the list is empty, nobody can."),
		"blocklist": attr.Flag("Whether those who are on the blocklist are kept out."),
		"allowlist_blocklist_disabled_on_sign_in": attr.Flag("Whether the two lists count when somebody signs up only, and not when somebody signs in who has signed up before."),
		"block_email_subaddresses":                attr.Flag("Whether email addresses with a subaddress, as in `ada+news@example.com`, are refused."),
		"block_disposable_email_domains":          attr.Flag("Whether email addresses of providers of disposable ones are refused."),
	},
	ID: func(m *model) *types.String { return &m.ID },
	Model: func(_ model, r *clerk.InstanceRestrictions) model {
		return model{
			Allowlist: types.BoolValue(r.Allowlist), Blocklist: types.BoolValue(r.Blocklist), DisabledOnSignIn: types.BoolValue(r.DisabledOnSignIn),
			BlockEmailSubaddresses: types.BoolValue(r.BlockEmailSubaddresses), BlockDisposableEmailDomains: types.BoolValue(r.BlockDisposableEmailDomains),
		}
	},
	Read: func(ctx context.Context, c *clerk.Client) (*clerk.InstanceRestrictions, error) {
		return c.Restrictions.Get(ctx)
	},
	Write: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.InstanceRestrictions, error) {
		config, plan, state := in.Config, in.Plan, in.State
		return c.Restrictions.Update(ctx, clerk.UpdateInstanceRestrictionsParams{
			Allowlist:                   tf.ChangedFlag(config.Allowlist, plan.Allowlist, state.Allowlist),
			Blocklist:                   tf.ChangedFlag(config.Blocklist, plan.Blocklist, state.Blocklist),
			DisabledOnSignIn:            tf.ChangedFlag(config.DisabledOnSignIn, plan.DisabledOnSignIn, state.DisabledOnSignIn),
			BlockEmailSubaddresses:      tf.ChangedFlag(config.BlockEmailSubaddresses, plan.BlockEmailSubaddresses, state.BlockEmailSubaddresses),
			BlockDisposableEmailDomains: tf.ChangedFlag(config.BlockDisposableEmailDomains, plan.BlockDisposableEmailDomains, state.BlockDisposableEmailDomains),
		})
	},
}
