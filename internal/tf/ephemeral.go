package tf

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Ephemeral is an ephemeral resource. M is its model: what the configuration says, and
// what is opened.
type Ephemeral[M any] struct {
	Type   string // without the provider's name: "session"
	Schema schema.Schema
	// Doing is what could not be done when Open fails, and About the attribute that says
	// to which object, if any does: "create a session of user" and "user_id".
	Doing, About string
	// Check refuses what the client's instance does not have, before anything is sent.
	// Optional.
	Check func(c *clerk.Client, diags *diag.Diagnostics)
	// Validate checks what arguments say together. Optional.
	Validate func(config M, diags *diag.Diagnostics)
	// Open gives back the result, and the id of what Close has to revoke, or "".
	Open func(ctx context.Context, c *clerk.Client, config M) (result M, revoke string, err error)
	// Noun names what Revoke revokes. Optional.
	Noun string
	// Revoke revokes what Open left to be revoked. Optional.
	Revoke func(ctx context.Context, c *clerk.Client, id string) error
}

// EphemeralResource is the ephemeral resource.
func (e *Ephemeral[M]) EphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource[M]{Ephemeral: e}
}

type ephemeralResource[M any] struct {
	*Ephemeral[M]
	client *clerk.Client
}

var (
	_ ephemeral.EphemeralResourceWithConfigure      = (*ephemeralResource[any])(nil)
	_ ephemeral.EphemeralResourceWithValidateConfig = (*ephemeralResource[any])(nil)
	_ ephemeral.EphemeralResourceWithClose          = (*ephemeralResource[any])(nil)
)

func (e *ephemeralResource[M]) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + e.Type
}

func (e *ephemeralResource[M]) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = e.Ephemeral.Schema
}

func (e *ephemeralResource[M]) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.client = Client(req.ProviderData, &resp.Diagnostics)
}

func (e *ephemeralResource[M]) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	if e.Validate == nil {
		return
	}
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		e.Validate(config, &resp.Diagnostics)
	}
}

func (e *ephemeralResource[M]) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	if e.Check != nil {
		if e.Check(e.client, &resp.Diagnostics); resp.Diagnostics.HasError() {
			return
		}
	}
	openEphemeral(ctx, req, resp, e.Doing, e.About, func(config M) (M, error) {
		result, revoke, err := e.Ephemeral.Open(ctx, e.client, config)
		if err != nil || revoke == "" {
			return result, err
		}
		private, err := json.Marshal(revoke)
		if err == nil {
			resp.Diagnostics.Append(resp.Private.SetKey(ctx, opened, private)...)
		}
		return result, err
	})
}

func (e *ephemeralResource[M]) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	closeEphemeral(ctx, req, resp, e.Noun, func(ctx context.Context, id string) error { return e.Revoke(ctx, e.client, id) })
}

// closeTime is how long a revocation may take, waiting for a rate limit
// included. A run that was cancelled still revokes.
const closeTime = time.Minute

// opened is the private data under which Open leaves an id for Close.
const opened = "opened"

// openEphemeral is the body of an ephemeral resource's Open: the configuration goes in,
// and the result comes out. doing says what could not be done when it fails,
// and about is the attribute that says to which object; it may be empty.
func openEphemeral[M any](ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse, doing, about string, open func(config M) (M, error)) {
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	result, err := open(config)
	var lost *rest.Lost
	if errors.As(err, &lost) {
		err = Hint("It may exist all the same, unknown to anybody, until it expires; Clerk's dashboard can end a session before that. Run again.", err)
	}
	if err != nil {
		summary := "Could not " + doing
		if about != "" {
			var id types.String
			resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(about), &id)...)
			summary += fmt.Sprintf(" %q", id.ValueString())
		}
		Report(&resp.Diagnostics, summary, err, func(param string) (path.Path, bool) {
			param, _, _ = strings.Cut(param, ".")
			var v fwattr.Value
			p := path.Root(param)
			return p, param != "" && !req.Config.GetAttribute(ctx, p, &v).HasError()
		})
		return
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, result)...)
}

// Revocable is an id that Close has to revoke, unless the argument revoke_on_close is
// false.
func Revocable(revoke types.Bool, id string) string {
	if !revoke.IsNull() && !revoke.ValueBool() {
		return ""
	}
	return id
}

// closeEphemeral is the body of an ephemeral resource's Close: it revokes what Open left
// to be revoked. What is gone by then is no error.
func closeEphemeral(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse, noun string, revoke func(ctx context.Context, id string) error) {
	private, diags := req.Private.GetKey(ctx, opened)
	resp.Diagnostics.Append(diags...)
	if len(private) == 0 || resp.Diagnostics.HasError() {
		return
	}
	var id string
	err := json.Unmarshal(private, &id)
	if err == nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
		defer cancel()
		err = revoke(ctx, id)
	}
	if err != nil && !rest.IsNotFound(err) {
		err = Hint("It stays valid until it expires. To end it before that, send the request above again, with curl and the secret key for example. Everything else that this run did is done.", err)
		Report(&resp.Diagnostics, fmt.Sprintf("Could not revoke the %s %q", noun, id), err, nil)
	}
}

// Absent says which attribute a 404 is the fault of: the first, unless Clerk's
// answer names the value of the second.
func Absent(err error, first, second string, value types.String) error {
	answer, ok := rest.AsError(err)
	if !ok || !rest.IsNotFound(err) {
		return err
	}
	for _, item := range answer.Items {
		if v := value.ValueString(); v != "" && strings.Contains(item.Text(), v) {
			return At(second, err)
		}
	}
	return At(first, err)
}
