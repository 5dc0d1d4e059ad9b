// Package instanceprotect models the settings of Clerk Protect.
package instanceprotect

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/settings"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_instance_protect.
func NewResource() resource.Resource { return group.NewResource() }

// NewListResource is the list resource clerk_instance_protect.
func NewListResource() list.ListResource { return group.NewListResource() }

// NewDataSource is the data source clerk_instance_protect.
func NewDataSource() datasource.DataSource { return group.NewDataSource() }

type model struct {
	ID             types.String `tfsdk:"id"`
	RulesEnabled   types.Bool   `tfsdk:"rules_enabled"`
	SpecterEnabled types.Bool   `tfsdk:"specter_enabled"`
	ChecksBypassed types.Bool   `tfsdk:"checks_bypassed"`
}

var group = &settings.Group[model, clerk.InstanceProtect]{
	Type: "instance_protect", Noun: "Protect settings",
	Description: "The settings of Clerk Protect, which keeps bots and abuse away from signing up and signing in.",
	Attributes: map[string]schema.Attribute{
		"rules_enabled":   attr.Flag("Whether the rules of Protect are applied."),
		"specter_enabled": attr.Flag("Whether Specter, Clerk's detection of automated clients, is on."),
		"checks_bypassed": schema.BoolAttribute{
			Computed: true, MarkdownDescription: "Whether the instance has opted out of the checks that Protect asks for before it is turned on. Only Clerk's dashboard changes it.",
			PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
		},
	},
	ID: func(m *model) *types.String { return &m.ID },
	Model: func(_ model, p *clerk.InstanceProtect) model {
		return model{RulesEnabled: types.BoolValue(p.RulesEnabled), SpecterEnabled: types.BoolValue(p.SpecterEnabled), ChecksBypassed: types.BoolValue(p.ChecksBypassed)}
	},
	Read: func(ctx context.Context, c *clerk.Client) (*clerk.InstanceProtect, error) { return c.Protect.Get(ctx) },
	Write: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.InstanceProtect, error) {
		return c.Protect.Update(ctx, clerk.UpdateInstanceProtectParams{
			RulesEnabled:   tf.ChangedFlag(in.Config.RulesEnabled, in.Plan.RulesEnabled, in.State.RulesEnabled),
			SpecterEnabled: tf.ChangedFlag(in.Config.SpecterEnabled, in.Plan.SpecterEnabled, in.State.SpecterEnabled),
		})
	},
}
