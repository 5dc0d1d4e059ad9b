// Package instancesettings models the settings of the instance that Clerk has in two places:
// /instance, and /beta_features/instance_settings.
package instancesettings

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/services/settings"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_instance_settings.
func NewResource() resource.Resource { return group.NewResource() }

// NewListResource is the list resource clerk_instance_settings.
func NewListResource() list.ListResource { return group.NewListResource() }

// NewDataSource is the data source clerk_instance_settings.
func NewDataSource() datasource.DataSource { return returned.DataSource() }

// shown is what Clerk returns.
type shown struct {
	ID                    types.String `tfsdk:"id"`
	AllowedOrigins        types.Set    `tfsdk:"allowed_origins"`
	RestrictedToAllowlist types.Bool   `tfsdk:"restricted_to_allowlist"`
	FromEmailAddress      types.String `tfsdk:"from_email_address"`
	ProgressiveSignUp     types.Bool   `tfsdk:"progressive_sign_up"`
}

type model struct {
	shown
	TestMode                types.Bool   `tfsdk:"test_mode"`
	HIBP                    types.Bool   `tfsdk:"hibp"`
	SupportEmail            types.String `tfsdk:"support_email"`
	ClerkJSVersion          types.String `tfsdk:"clerk_js_version"`
	DevelopmentOrigin       types.String `tfsdk:"development_origin"`
	URLBasedSessionSyncing  types.Bool   `tfsdk:"url_based_session_syncing"`
	PreferredSignInStrategy types.String `tfsdk:"preferred_sign_in_strategy_when_password_required"`
}

// has is what Clerk tells of the settings, in the answers of both places.
type has struct {
	rest.Answered
	instance *rest.Instance
	beta     *clerk.BetaSettings
}

// Lacks are the fields that either answer lacks.
func (h *has) Lacks() []rest.Lack { return append(h.instance.Lacks(), h.beta.Lacks()...) }

func show(h *has) shown {
	return shown{
		AllowedOrigins:        tf.StringSet(h.instance.AllowedOrigins),
		RestrictedToAllowlist: types.BoolValue(h.beta.RestrictedToAllowlist),
		FromEmailAddress:      types.StringValue(h.beta.FromEmailAddress),
		ProgressiveSignUp:     types.BoolValue(h.beta.ProgressiveSignUp),
	}
}

func get(ctx context.Context, c *clerk.Client) (*has, error) {
	instance, err := c.Instance.Own(ctx)
	if err != nil {
		return nil, err
	}
	beta, err := c.BetaSettings.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &has{instance: instance, beta: beta}, nil
}

const untold = " Clerk never returns it: it is sent when it enters the configuration or changes there, and a change made elsewhere does not show in a plan."

var returnedArguments = map[string]schema.Attribute{
	"allowed_origins": attr.Set("Origins that may use the instance beside its domains, such as those of browser extensions (`chrome-extension://…`) and of native apps, all of them: what is not listed is taken off. "+
		"Clerk ignores an empty set, so there has to be one at least. It may show a change some seconds late.",
		setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1)), notEmpty{}),
	"restricted_to_allowlist": attr.Flag("Whether only those may sign up who are on the allowlist. " +
		"As far as is known, this is the switch that `clerk_instance_restrictions` has as `allowlist`: mention it in one of the two."),
	"from_email_address": attr.Text("The part before the `@` of the address that Clerk's mail to users comes from: `hello` for `hello@example.com`. Letters and digits only.",
		attr.NewCheck("the part of an address before the @", func(s string) string {
			if !letters.MatchString(s) {
				return fmt.Sprintf("%q has other characters than letters and digits. Write the part before the @ alone, such as hello.", s)
			}
			return ""
		})),
	"progressive_sign_up": attr.Flag("Whether the progressive sign-up algorithm is used. Clerk calls it deprecated."),
}

var letters = regexp.MustCompile(`^[A-Za-z0-9]*$`)

var group = &settings.Group[model, has]{
	Type: "instance_settings", Noun: "instance settings",
	Description: "Settings of the instance that belong to no other resource. Clerk has them in two places, and returns some of them only: each argument that it never returns says so. " +
		"Those that it does return are `allowed_origins`, `from_email_address`, `progressive_sign_up` and `restricted_to_allowlist`." + settings.ReadByPatch,
	Attributes: attr.With(returnedArguments, map[string]schema.Attribute{
		"test_mode": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether test mode is on, in which email addresses and phone numbers for tests take a fixed code. A development instance begins with it." + untold},
		"hibp":      schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether new passwords are looked up among those that were found in breaches, by the service Have I Been Pwned." + untold},
		"support_email": schema.StringAttribute{
			Optional: true, MarkdownDescription: "Email address for support that Clerk shows to users. `\"\"` clears it." + untold,
			Validators: []validator.String{attr.OrEmpty(attr.EmailAddress())},
		},
		"clerk_js_version":          schema.StringAttribute{Optional: true, MarkdownDescription: "Version of Clerk's JavaScript that the instance's hosted pages load. `\"\"` is Clerk's choice." + untold},
		"development_origin":        schema.StringAttribute{Optional: true, MarkdownDescription: "Origin of the application in development, such as `http://localhost:3000`." + untold},
		"url_based_session_syncing": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether a development instance hands sessions on by the URL, without cookies of third parties." + untold},
		"preferred_sign_in_strategy_when_password_required": schema.StringAttribute{
			Optional: true, MarkdownDescription: "Where a password is required, what Clerk's components offer first: `password` or `otp`. `\"\"` is Clerk's choice." + untold,
			Validators: []validator.String{stringvalidator.OneOf("password", "otp", "")},
		},
	}),
	ID: func(m *model) *types.String { return &m.ID },
	Model: func(prior model, h *has) model {
		prior.shown = show(h)
		return prior
	},
	Read:  get,
	Write: write,
	// Nobody can write that there is no origin; and the other switch of the allowlist stands
	// in the restrictions.
	Written: func(m model) model {
		m.RestrictedToAllowlist = types.BoolNull()
		if len(m.AllowedOrigins.Elements()) == 0 {
			m.AllowedOrigins = types.SetNull(types.StringType)
		}
		return m
	},
}

// write sends what has changed to the places that have it. What Clerk does not answer is
// known from the plan: a read just after it may show what was there before.
func write(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*has, error) {
	config, plan, state := in.Config, in.Plan, in.State
	own, err := c.Instance.Own(ctx)
	if err != nil {
		return nil, err
	}
	instance := *own
	main := clerk.UpdateInstanceParams{
		TestMode:                tf.ChangedFlag(config.TestMode, plan.TestMode, state.TestMode),
		HIBP:                    tf.ChangedFlag(config.HIBP, plan.HIBP, state.HIBP),
		SupportEmail:            tf.ChangedString(config.SupportEmail, plan.SupportEmail, state.SupportEmail),
		ClerkJSVersion:          tf.ChangedString(config.ClerkJSVersion, plan.ClerkJSVersion, state.ClerkJSVersion),
		DevelopmentOrigin:       tf.ChangedString(config.DevelopmentOrigin, plan.DevelopmentOrigin, state.DevelopmentOrigin),
		AllowedOrigins:          tf.ChangedSet(config.AllowedOrigins, plan.AllowedOrigins, state.AllowedOrigins),
		URLBasedSessionSyncing:  tf.ChangedFlag(config.URLBasedSessionSyncing, plan.URLBasedSessionSyncing, state.URLBasedSessionSyncing),
		PreferredSignInStrategy: tf.ChangedString(config.PreferredSignInStrategy, plan.PreferredSignInStrategy, state.PreferredSignInStrategy),
	}
	if main != (clerk.UpdateInstanceParams{}) {
		if err := c.Instance.Update(ctx, main); err != nil {
			return nil, err
		}
		if !main.AllowedOrigins.IsZero() {
			instance.AllowedOrigins = attr.Strings(plan.AllowedOrigins)
		}
	}
	beta := clerk.UpdateBetaSettingsParams{
		RestrictedToAllowlist: tf.ChangedFlag(config.RestrictedToAllowlist, plan.RestrictedToAllowlist, state.RestrictedToAllowlist),
		FromEmailAddress:      tf.ChangedString(config.FromEmailAddress, plan.FromEmailAddress, state.FromEmailAddress),
		ProgressiveSignUp:     tf.ChangedFlag(config.ProgressiveSignUp, plan.ProgressiveSignUp, state.ProgressiveSignUp),
	}
	after, err := c.BetaSettings.Update(ctx, beta)
	if after == nil { // what was sent to the first place is there all the same
		after = &clerk.BetaSettings{
			RestrictedToAllowlist: state.RestrictedToAllowlist.ValueBool(), FromEmailAddress: state.FromEmailAddress.ValueString(), ProgressiveSignUp: state.ProgressiveSignUp.ValueBool(),
		}
	}
	return &has{instance: &instance, beta: after}, err
}

var returned = tf.DataSource[shown]{
	Type: "instance_settings",
	Schema: datasourceschema.Schema{
		MarkdownDescription: "Settings of the instance, as far as Clerk returns them." + settings.ReadByPatch,
		Attributes:          attr.AllShown(attr.With(returnedArguments, map[string]schema.Attribute{"id": attr.ID("instance", "ins_")})),
	},
	Doing: func(shown) string { return "read the instance settings" },
	Read: func(ctx context.Context, c *clerk.Client, config shown) (shown, error) {
		h, err := get(ctx, c)
		if err == nil {
			err = tf.Whole(h)
		}
		if err != nil {
			return config, err
		}
		m := show(h)
		m.ID = types.StringValue(h.instance.ID)
		return m, nil
	},
}

// notEmpty refuses the empty set of origins, which Clerk would ignore.
type notEmpty struct{}

func (notEmpty) Description(context.Context) string               { return "There is one at least." }
func (n notEmpty) MarkdownDescription(ctx context.Context) string { return n.Description(ctx) }

// ValidateSet implements validator.Set.
func (notEmpty) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	if set := req.ConfigValue; !set.IsNull() && !set.IsUnknown() && len(set.Elements()) == 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "No allowed origin",
			"Clerk accepts an empty set of allowed origins without an error, and ignores it. Leave one origin at least, such as that of the application itself; or take the argument out, which leaves those that there are.")
	}
}
