package tf

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Action does something to an object when it is asked to, and remembers nothing of it.
// What is not said to be optional is required.
type Action struct {
	Type   string // without the provider's name: "session_revoke"
	Schema schema.Schema
	// Target is the argument that says to which object, and Doing what is done to it: "revoke the session %s".
	Target, Doing string
	// Validate checks what arguments say together. Optional.
	Validate func(config Query, diags *diag.Diagnostics)
	// Act does it, and says what it did. A 404 is on the target, unless the error is on another
	// argument, and a refusal of Clerk's on the argument that it names.
	Act func(ctx context.Context, in Invocation) (done string, err error)
}

// Invocation is what an action is asked to do.
type Invocation struct {
	Query               // the arguments
	ID    string        // of the target
	Clerk *clerk.Client // the client of the instance
	// Progress tells the person who waits what has been done so far.
	Progress func(format string, values ...any)
}

// Action is the action.
func (a *Action) Action() action.Action { return &actionOf{Action: a} }

// actionOf carries out what the framework asks of an action.
type actionOf struct {
	*Action
	client *clerk.Client
}

var (
	_ action.ActionWithConfigure      = (*actionOf)(nil)
	_ action.ActionWithValidateConfig = (*actionOf)(nil)
)

func (a *actionOf) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + a.Type
}

func (a *actionOf) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = a.Action.Schema
}

func (a *actionOf) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.client = Client(req.ProviderData, &resp.Diagnostics)
}

func (a *actionOf) ValidateConfig(_ context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	if a.Validate != nil {
		a.Validate(newQuery(req.Config.Raw), &resp.Diagnostics)
	}
}

func (a *actionOf) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	in := Invocation{Query: newQuery(req.Config.Raw), Clerk: a.client, Progress: func(format string, values ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: Printable(fmt.Sprintf(format, values...))})
	}}
	in.ID = in.String(a.Target)
	in.Progress("Going to "+a.Doing+".", in.ID)
	done, err := a.Act(ctx, in)
	if elsewhere := (*located)(nil); rest.IsNotFound(err) && !errors.As(err, &elsewhere) {
		err = At(a.Target, err)
	}
	if err != nil {
		Report(&resp.Diagnostics, fmt.Sprintf("Could not "+a.Doing, in.ID), err, func(param string) (path.Path, bool) {
			_, argument := a.Action.Schema.Attributes[param]
			return path.Root(param), argument
		})
		return
	}
	in.Progress("%s", done)
}
