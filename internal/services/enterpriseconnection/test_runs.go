package enterpriseconnection

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewTestAction is the action clerk_enterprise_connection_test.
func NewTestAction() action.Action { return test.Action() }

// NewTestRunsDataSource is the data source clerk_enterprise_connection_test_runs.
func NewTestRunsDataSource() datasource.DataSource { return testRuns.DataSource() }

const connectionArgument = "enterprise_connection_id"

var test = tf.Action{
	Type: "enterprise_connection_test", Target: connectionArgument, Doing: "begin a test of the enterprise connection %s",
	Schema: actionschema.Schema{
		MarkdownDescription: "Begins a test of an enterprise connection, also of one that is not active. It prints a URL, which is valid for a short time: whoever opens it signs in at the identity provider, and nobody is signed in to the application. " +
			"What came of it, the data source `clerk_enterprise_connection_test_runs` tells.",
		Attributes: map[string]actionschema.Attribute{connectionArgument: attr.Target(noun, prefix)},
	},
	Act: func(ctx context.Context, in tf.Invocation) (done string, err error) {
		url, err := in.Clerk.EnterpriseConnections.StartTest(ctx, in.ID)
		return fmt.Sprintf("Open %s in a browser, and sign in at the identity provider.", url), err
	},
}

// testRun is a test of a connection as the data source shows it.
type testRun struct {
	ID             types.String `tfsdk:"id"`
	Status         types.String `tfsdk:"status"`
	ConnectionType types.String `tfsdk:"connection_type"`
	User           types.Object `tfsdk:"parsed_user_info"`
	Logs           []testRunLog `tfsdk:"logs"`
	CreatedAt      types.String `tfsdk:"created_at"`
}

type testRunUser struct {
	UserID       types.String `tfsdk:"user_id"`
	EmailAddress types.String `tfsdk:"email_address"`
	FirstName    types.String `tfsdk:"first_name"`
	LastName     types.String `tfsdk:"last_name"`
}

type testRunLog struct {
	Level   types.String `tfsdk:"level"`
	Code    types.String `tfsdk:"code"`
	Message types.String `tfsdk:"message"`
}

func newTestRun(r *clerk.TestRun) testRun {
	run := testRun{
		ID: types.StringValue(r.ID), Status: types.StringValue(r.Status), ConnectionType: types.StringValue(r.ConnectionType), CreatedAt: tf.Time(r.CreatedAt),
		User: tf.NoNested(testRunUser{}), Logs: []testRunLog{},
	}
	if u := r.User; u != nil {
		run.User = tf.NestedIn(testRunUser{types.StringValue(u.UserID), types.StringValue(u.EmailAddress), types.StringValue(u.FirstName), types.StringValue(u.LastName)})
	}
	for _, l := range r.Logs {
		run.Logs = append(run.Logs, testRunLog{types.StringValue(l.Level), types.StringValue(l.Code), types.StringValue(l.Message)})
	}
	return run
}

var testRunFilters = attr.Filters{
	"statuses": {Description: "Tests with one of these statuses: `pending`, `success` or `failed`.", Values: true, Checks: []validator.String{stringvalidator.OneOf("pending", "success", "failed")}},
}

var testRuns = tf.ListOf[testRun, clerk.TestRun]{
	Type: "enterprise_connection_test_runs", Items: "enterprise_connection_test_runs", Noun: "tests of the enterprise connection",
	Description: "Tests of an enterprise connection, the newest first: all of them, or those that the filter matches. The action `clerk_enterprise_connection_test` begins one. " +
		"What was exchanged with the identity provider, tokens among it, is not read.",
	ItemsDescription: "The tests.",
	CountDescription: "How many tests `enterprise_connection_test_runs` has.",
	Arguments: attr.With(testRunFilters.Attributes(), map[string]schema.Attribute{
		connectionArgument: schema.StringAttribute{Required: true, MarkdownDescription: "Id of the enterprise connection, `ec_…`.", Validators: []validator.String{attr.PathSegment()}},
		"limit":            attr.Limit("tests"),
	}),
	Item: map[string]schema.Attribute{
		"id":              attr.Shown("Id of the test."),
		"status":          attr.Shown("`pending`, `success` or `failed`."),
		"connection_type": attr.Shown("`saml` or `oauth`."),
		"parsed_user_info": schema.SingleNestedAttribute{
			Computed: true, MarkdownDescription: "What the identity provider said of who signed in; null if nobody did.",
			Attributes: map[string]schema.Attribute{
				"user_id": attr.Shown("Id of the user at the identity provider."), "email_address": attr.Shown("Email address."), "first_name": attr.Shown("First name."), "last_name": attr.Shown("Last name."),
			},
		},
		"logs": schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "What happened in the test, line by line.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"level": attr.Shown("How important the line is, such as `error`."), "code": attr.Shown("Clerk's code of what happened; empty if there is none."), "message": attr.Shown("What happened."),
			}},
		},
		"created_at": attr.Shown("When the test began, RFC 3339."),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.TestRun, error] {
		return tf.Limited(c.EnterpriseConnections.TestRuns(ctx, q.String(connectionArgument), q.Strings("statuses")), q)
	},
	Record: newTestRun,
	Whose:  func(q tf.Query) string { return fmt.Sprintf("%q", q.String(connectionArgument)) },
}
