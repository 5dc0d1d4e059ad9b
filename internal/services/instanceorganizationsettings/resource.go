// Package instanceorganizationsettings models what holds for all organizations of the instance.
package instanceorganizationsettings

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/services/settings"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_instance_organization_settings.
func NewResource() resource.Resource { return group.NewResource() }

// NewListResource is the list resource clerk_instance_organization_settings.
func NewListResource() list.ListResource { return group.NewListResource() }

// NewDataSource is the data source clerk_instance_organization_settings.
func NewDataSource() datasource.DataSource { return group.NewDataSource() }

type model struct {
	ID                     types.String `tfsdk:"id"`
	Enabled                types.Bool   `tfsdk:"enabled"`
	MaxAllowedMemberships  types.Int64  `tfsdk:"max_allowed_memberships"`
	AdminDeleteEnabled     types.Bool   `tfsdk:"admin_delete_enabled"`
	DomainsEnabled         types.Bool   `tfsdk:"domains_enabled"`
	SlugDisabled           types.Bool   `tfsdk:"slug_disabled"`
	DomainsEnrollmentModes types.Set    `tfsdk:"domains_enrollment_modes"`
	CreatorRole            types.String `tfsdk:"creator_role"`
	DomainsDefaultRole     types.String `tfsdk:"domains_default_role"`
	MaxAllowedRoles        types.Int64  `tfsdk:"max_allowed_roles"`
	MaxRoleSetsAllowed     types.Int64  `tfsdk:"max_role_sets_allowed"`
	MaxAllowedDomains      types.Int64  `tfsdk:"max_allowed_domains"`
	InitialRoleSet         types.String `tfsdk:"initial_role_set"`
}

const ofRoleSet = " In an instance with role sets this is a role of the initial one, and its `clerk_role_set` is the place to set it: mention it in one of the two."

var group = &settings.Group[model, clerk.OrganizationSettings]{
	Type: "instance_organization_settings", Noun: "organization settings",
	Description: "What holds for all organizations of the instance. Roles are named by their keys. Where organizations are off, Clerk knows no roles: a change that turns them on and names roles takes a second request.",
	Attributes: map[string]schema.Attribute{
		"enabled":                 attr.Flag("Whether the instance has organizations."),
		"max_allowed_memberships": attr.Number("How many members an organization may have that is created without a limit of its own; 0 is no limit.", int64validator.AtLeast(0)),
		"admin_delete_enabled":    attr.Flag("Whether an administrator may delete an organization, unless the organization says otherwise."),
		"domains_enabled":         attr.Flag("Whether organizations have domains, whose users can join them."),
		"slug_disabled":           attr.Flag("Whether organizations have no slugs."),
		"domains_enrollment_modes": attr.Set("The modes in which the domains of organizations may take users in: `automatic_invitation`, `automatic_suggestion`. Manual invitation is always possible, and is not listed.",
			setvalidator.ValueStringsAre(stringvalidator.OneOf("automatic_invitation", "automatic_suggestion"))),
		"creator_role":          attr.Text("Key of the role that somebody who creates an organization gets, such as `org:admin`."+ofRoleSet, attr.RoleKey()),
		"domains_default_role":  attr.Text("Key of the role that those get who join by the domain of an organization, such as `org:member`."+ofRoleSet, attr.RoleKey()),
		"max_allowed_roles":     computedNumber("How many roles of its own the instance may have."),
		"max_role_sets_allowed": computedNumber("How many role sets the instance may have."),
		"max_allowed_domains":   computedNumber("How many domains an organization may have."),
		"initial_role_set": schema.StringAttribute{
			Computed: true, MarkdownDescription: "Key of the role set that new organizations get.",
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
	},
	ID: func(m *model) *types.String { return &m.ID },
	Model: func(_ model, s *clerk.OrganizationSettings) model {
		m := model{
			Enabled: types.BoolValue(s.Enabled), MaxAllowedMemberships: types.Int64Value(s.MaxAllowedMemberships), AdminDeleteEnabled: types.BoolValue(s.AdminDeleteEnabled),
			DomainsEnabled: types.BoolValue(s.DomainsEnabled), SlugDisabled: types.BoolValue(s.SlugDisabled),
			CreatorRole: types.StringValue(s.CreatorRole), DomainsDefaultRole: types.StringValue(s.DomainsDefaultRole),
			MaxAllowedRoles: types.Int64Value(s.MaxAllowedRoles), MaxRoleSetsAllowed: types.Int64Value(s.MaxRoleSetsAllowed), MaxAllowedDomains: types.Int64Value(s.MaxAllowedDomains),
			InitialRoleSet: tf.String(s.InitialRoleSetKey),
		}
		modes := slices.DeleteFunc(slices.Clone(s.DomainsEnrollmentModes), func(mode string) bool { return mode == clerk.ManualInvitation })
		m.DomainsEnrollmentModes = tf.StringSet(modes)
		return m
	},
	Sources: map[string][]string{"initial_role_set": {"initial_role_set_key"}},
	Plan:    warnOfRoleSet,
	// The roles are written down with the role set that they belong to.
	Written: func(m model) model {
		m.CreatorRole, m.DomainsDefaultRole = types.StringNull(), types.StringNull()
		return m
	},
	Read: func(ctx context.Context, c *clerk.Client) (*clerk.OrganizationSettings, error) {
		s, err := c.OrganizationSettings.Get(ctx)
		if rest.IsNotFound(err) {
			err = tf.Gone("are not there", "Clerk shows them only while organizations are turned on. The plan sends them anew; that turns organizations on if it has enabled = true.", err)
		}
		return s, err
	},
	Write: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationSettings, error) {
		s, err := update(ctx, c, in)
		if role := (*clerk.RoleError)(nil); errors.As(err, &role) {
			return s, tf.AtKeys(role.Field, "clerk_organization_role", err)
		}
		answer, ok := rest.AsError(err)
		switch {
		case !ok:
		case answer.Has("organization_missing_creator_role_permissions"):
			err = tf.At("creator_role", tf.Hint("Choose a role that has these permissions, or give them to this one first.", err))
		case answer.Status == http.StatusPaymentRequired, answer.Status == http.StatusForbidden, answer.Status == http.StatusNotFound:
			err = tf.Hint("The instance may have no organizations: set enabled = true, or turn them on in Clerk's dashboard, under Organizations. Where its plan does not include what is asked for, take that out of the configuration.", err)
		}
		return s, err
	},
}

// warnOfRoleSet says whose the roles are that the plan changes, where the instance has an initial role set.
func warnOfRoleSet(in tf.Input[model]) {
	set := in.State.InitialRoleSet.ValueString()
	var mentioned []string
	for _, role := range []struct {
		name              string
		mentioned, is, to types.String
	}{
		{"creator_role", in.Config.CreatorRole, in.State.CreatorRole, in.Plan.CreatorRole},
		{"domains_default_role", in.Config.DomainsDefaultRole, in.State.DomainsDefaultRole, in.Plan.DomainsDefaultRole},
	} {
		if !role.mentioned.IsNull() && !role.is.Equal(role.to) {
			mentioned = append(mentioned, role.name)
		}
	}
	if set == "" || len(mentioned) == 0 {
		return
	}
	in.Diags.AddAttributeWarning(path.Root(mentioned[0]), "The initial role set has its own roles for this",
		fmt.Sprintf("The plan changes %s. The instance has the initial role set %s, and what is set here are its creator_role and default_role. "+
			"If a clerk_role_set manages that set and has other roles, each of the two changes what the other has applied: mention them in the clerk_role_set alone, and take them out here. If none manages it, nothing has to be done.",
			strings.Join(mentioned, " and "), set))
}

func computedNumber(description string) schema.Int64Attribute {
	return schema.Int64Attribute{
		Computed: true, MarkdownDescription: description + " It depends on the plan of the instance.",
		PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
	}
}

// update sends what has changed. Clerk tells the ids of roles only while organizations are
// turned on: where this very change turns them on, the roles follow in a second request.
func update(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationSettings, error) {
	config, plan, state := in.Config, in.Plan, in.State
	p := clerk.UpdateOrganizationSettingsParams{
		Enabled:                tf.ChangedFlag(config.Enabled, plan.Enabled, state.Enabled),
		MaxAllowedMemberships:  tf.ChangedNumber(config.MaxAllowedMemberships, plan.MaxAllowedMemberships, state.MaxAllowedMemberships),
		AdminDeleteEnabled:     tf.ChangedFlag(config.AdminDeleteEnabled, plan.AdminDeleteEnabled, state.AdminDeleteEnabled),
		DomainsEnabled:         tf.ChangedFlag(config.DomainsEnabled, plan.DomainsEnabled, state.DomainsEnabled),
		SlugDisabled:           tf.ChangedFlag(config.SlugDisabled, plan.SlugDisabled, state.SlugDisabled),
		DomainsEnrollmentModes: tf.ChangedSet(config.DomainsEnrollmentModes, plan.DomainsEnrollmentModes, state.DomainsEnrollmentModes),
		CreatorRole:            tf.ChangedString(config.CreatorRole, plan.CreatorRole, state.CreatorRole),
		DomainsDefaultRole:     tf.ChangedString(config.DomainsDefaultRole, plan.DomainsDefaultRole, state.DomainsDefaultRole),
	}
	s, err := c.OrganizationSettings.Update(ctx, p)
	if answer, ok := rest.AsError(err); !ok || !answer.Has("organization_not_enabled_in_instance") || p.CreatorRole.IsZero() && p.DomainsDefaultRole.IsZero() || !in.Plan.Enabled.ValueBool() {
		return s, err
	}
	roles := clerk.UpdateOrganizationSettingsParams{CreatorRole: p.CreatorRole, DomainsDefaultRole: p.DomainsDefaultRole}
	p.CreatorRole, p.DomainsDefaultRole = rest.Optional[string]{}, rest.Optional[string]{}
	first, err := c.OrganizationSettings.Update(ctx, p)
	if err != nil {
		return first, err
	}
	if s, err = c.OrganizationSettings.Update(ctx, roles); s == nil {
		s = first
	}
	return s, err
}
