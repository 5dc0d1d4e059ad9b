// Package agenttask models Clerk's agent tasks, each of which lets an agent sign in as a user, once.
package agenttask

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewEphemeralResource is the ephemeral resource clerk_agent_task.
func NewEphemeralResource() ephemeral.EphemeralResource { return task.EphemeralResource() }

type model struct {
	OnBehalfOf                  types.Object `tfsdk:"on_behalf_of"`
	AgentName                   types.String `tfsdk:"agent_name"`
	TaskDescription             types.String `tfsdk:"task_description"`
	RedirectURL                 types.String `tfsdk:"redirect_url"`
	SessionMaxDurationInSeconds types.Int64  `tfsdk:"session_max_duration_in_seconds"`
	RevokeOnClose               types.Bool   `tfsdk:"revoke_on_close"`
	AgentID                     types.String `tfsdk:"agent_id"`
	AgentTaskID                 types.String `tfsdk:"agent_task_id"`
	URL                         types.String `tfsdk:"url"`
}

// onBehalfOf is the user: by one of the two.
type onBehalfOf struct {
	UserID     types.String `tfsdk:"user_id"`
	Identifier types.String `tfsdk:"identifier"`
}

// notEmpty demands a text of one character at least.
var notEmpty = []validator.String{stringvalidator.LengthAtLeast(1)}

var task = tf.Ephemeral[model]{
	Type: "agent_task",
	Schema: schema.Schema{
		MarkdownDescription: "A task that an agent does on behalf of a user: whoever opens its URL is signed in as the user, once and without a password, and gets to `redirect_url`. " +
			"For end-to-end tests, and for agents that use a browser. Its permissions are `*`, all that the user has: Clerk knows no others. Clerk calls agent tasks a beta.\n\n" +
			"It is revoked when Terraform is done with it, unless its URL was opened before: the session that began then goes on, for `session_max_duration_in_seconds` at most.\n\n" +
			attr.OpensAnew + " The task of a plan is not that of the apply.\n\n" +
			"Terraform closes nothing after a run that fails: the URL of such a run can be opened until Clerk lets it expire.",
		Attributes: map[string]schema.Attribute{
			"on_behalf_of": schema.SingleNestedAttribute{
				Required: true, MarkdownDescription: "The user: exactly one of `user_id` and `identifier`.",
				Attributes: map[string]schema.Attribute{
					"user_id":    schema.StringAttribute{Optional: true, MarkdownDescription: "Id of the user, `user_…`. Conflicts with `identifier`.", Validators: notEmpty},
					"identifier": schema.StringAttribute{Optional: true, MarkdownDescription: "A verified identifier of the user, such as an email address. Conflicts with `user_id`.", Validators: notEmpty},
				},
			},
			"agent_name": schema.StringAttribute{
				Required: true, MarkdownDescription: "Name of the agent. Tasks of one name have one `agent_id`. Clerk keeps it for audits.", Validators: notEmpty,
			},
			"task_description": schema.StringAttribute{Required: true, MarkdownDescription: "What the agent does. Clerk keeps it for audits.", Validators: notEmpty},
			"redirect_url": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Where whoever opens the URL gets to, signed in: a whole URL, with `https://` unless the instance is a development instance, " +
					"at one of the domains of the instance. Clerk refuses others only when the URL is opened.",
				Validators: []validator.String{attr.WebURL("https://example.com/dashboard")},
			},
			"session_max_duration_in_seconds": schema.Int64Attribute{
				Optional: true, MarkdownDescription: "Seconds that the session lasts at most which the URL begins, at least 1. Clerk's default is 1800, half an hour.",
				Validators: []validator.Int64{int64validator.AtLeast(1)},
			},
			"revoke_on_close": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether the task is revoked when Terraform is done with it and nobody has opened its URL. Defaults to `true`. " +
					"Use `false` for a URL that is handed on, through a write-only argument for example; each plan and each apply then leaves one behind.",
			},
			"agent_id":      schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the agent, the same for each task of its name."},
			"agent_task_id": schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the task."},
			"url":           schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "Address that signs in whoever opens it, as the user."},
		},
	},
	Doing: "create a task of the agent", About: "agent_name",
	Validate: validate,
	Open:     open,
	Noun:     "agent task",
	Revoke:   func(ctx context.Context, c *clerk.Client, id string) error { return c.AgentTasks.Revoke(ctx, id) },
}

// validate demands one user, named in one way. What is unknown may still be null.
func validate(config model, diags *diag.Diagnostics) {
	if config.OnBehalfOf.IsNull() || config.OnBehalfOf.IsUnknown() {
		return
	}
	who := tf.Nested[onBehalfOf](config.OnBehalfOf)
	if who.UserID.IsUnknown() || who.Identifier.IsUnknown() || who.UserID.IsNull() != who.Identifier.IsNull() {
		return
	}
	detail := "An agent task is on behalf of one user. Give user_id or identifier, and not both."
	if who.UserID.IsNull() {
		detail = "An agent task is on behalf of a user. Give user_id, or identifier, such as an email address of the user."
	}
	diags.AddAttributeError(path.Root("on_behalf_of"), "Expected exactly one of user_id and identifier", detail)
}

func open(ctx context.Context, c *clerk.Client, m model) (model, string, error) {
	who := tf.Nested[onBehalfOf](m.OnBehalfOf)
	p := clerk.CreateAgentTaskParams{
		OnBehalfOf: clerk.OnBehalfOf{UserID: tf.SendIfSet(who.UserID), Identifier: tf.SendIfSet(who.Identifier)},
		AgentName:  m.AgentName.ValueString(), TaskDescription: m.TaskDescription.ValueString(), RedirectURL: m.RedirectURL.ValueString(),
	}
	if !m.SessionMaxDurationInSeconds.IsNull() {
		p.SessionMaxDurationInSeconds = rest.Value(m.SessionMaxDurationInSeconds.ValueInt64())
	}
	issued, err := c.AgentTasks.Create(ctx, p)
	if err != nil {
		return m, "", tf.Absent(err, "on_behalf_of", "", types.StringNull())
	}
	m.AgentID, m.AgentTaskID, m.URL = types.StringValue(issued.AgentID), types.StringValue(issued.AgentTaskID), types.StringValue(issued.URL)
	return m, tf.Revocable(m.RevokeOnClose, issued.AgentTaskID), nil
}
