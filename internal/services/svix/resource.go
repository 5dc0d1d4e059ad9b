package svix

import (
	"context"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewAppResource is the resource clerk_svix_app.
func NewAppResource() resource.Resource { return kind.Resource() }

// NewAppListResource is the list resource clerk_svix_app.
func NewAppListResource() list.ListResource { return kind.ListResource() }

type appModel struct {
	ID types.String `tfsdk:"id"`
}

// app is that of an instance, which has one or none, and shows nothing of it.
type app struct{ instance string }

var kind = tf.Kind[appModel, app]{
	Object: tf.Object[appModel, *app]{
		Noun: "Svix app", Type: "svix_app",
		Model: func(_ appModel, a *app) appModel { return appModel{types.StringValue(a.instance)} },
		ID:    func(m appModel) types.String { return m.ID },
		Label: func(appModel) types.String { return types.StringNull() },
	},
	IDPrefix: "ins_",
	Schema: schema.Schema{
		MarkdownDescription: "The app at Svix by which Clerk sends the webhooks of the instance: an instance has one, or none. What it sends, and where to, is set up in Svix's dashboard, which the ephemeral resource `clerk_svix_url` opens. " +
			"**Destroying the app deletes its endpoints**, and the instance sends no webhooks any more.\n\n" +
			"Clerk has no request that reads the app. A plan asks for a URL of the dashboard, which is refused where there is none, and throws the URL away.\n\n" +
			"Have one resource of this type for an instance. The second one is refused when it is created.",
		Attributes: map[string]schema.Attribute{"id": attr.ID("instance", "ins_")},
	},
	Create: func(ctx context.Context, c *clerk.Client, _ tf.Input[appModel]) (*app, error) {
		own, err := c.Instance.Own(ctx)
		if err != nil {
			return nil, err
		}
		err = c.SvixApp.Create(ctx)
		switch {
		case clerk.IsSvixAppExists(err):
			return nil, &rest.Taken{Err: err, Holder: own.ID}
		case err != nil:
			return nil, err
		}
		return &app{own.ID}, nil
	},
	Read:  read,
	Moved: map[string]tf.Foreign{"webhook": ofInstance, "svix_webhook": ofInstance},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[appModel]) error {
		if _, err := ofThisInstance(ctx, c, in.State); err != nil {
			return err
		}
		return c.SvixApp.Delete(ctx)
	},
	QuerySchema: &listschema.Schema{MarkdownDescription: "The Svix app of the instance: one result, or none where the instance has no app."},
	All: func(ctx context.Context, c *clerk.Client, _ tf.Query) iter.Seq2[app, error] {
		return func(yield func(app, error) bool) {
			own, err := c.Instance.Own(ctx)
			there := false
			if err == nil {
				there, err = c.SvixApp.Exists(ctx)
			}
			switch {
			case err != nil:
				yield(app{}, err)
			case there:
				yield(app{own.ID}, nil)
			}
		}
	},
	Name: func(*app) string { return "this" },
}

// ofInstance reads the state of a clerk_webhook or clerk_svix_webhook, types of other providers: whether there is an app. One of the two
// has the id of no instance, but one that it made up.
var ofInstance = tf.Foreign{Adapt: func(state map[string]any) {
	if id, ok := state["id"].(string); ok && !strings.HasPrefix(id, "ins_") {
		state["id"] = nil
	}
}}

func read(ctx context.Context, c *clerk.Client, state appModel) (*app, error) {
	own, err := ofThisInstance(ctx, c, state)
	if err != nil {
		return nil, err
	}
	there, err := c.SvixApp.Exists(ctx)
	switch {
	case err != nil:
		return nil, err
	case !there:
		return nil, tf.Gone("was deleted outside Terraform", "The instance sends no webhooks. The next apply creates another app, without endpoints, unless its resource leaves the configuration.", nil)
	}
	return &app{own}, nil
}

// ofThisInstance is the id of the instance, and an error if the app of a state is that of another one, of which no answer of Clerk's would
// tell.
func ofThisInstance(ctx context.Context, c *clerk.Client, state appModel) (string, error) {
	own, err := c.Instance.Own(ctx)
	if err != nil {
		return "", err
	}
	if id := state.ID; !id.IsNull() && id.ValueString() != own.ID {
		return "", tf.OfAnotherInstance("the Svix app belongs", id.ValueString(), own.ID, "")
	}
	return own.ID, nil
}
