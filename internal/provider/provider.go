// Package provider is the Terraform provider for Clerk: its configuration, the
// register of its types, and how it is served.
package provider

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type clerkProvider struct {
	version string
	getenv  func(string) string
	wire    http.RoundTripper // nil is Go's own
	client  atomic.Pointer[clerk.Client]
}

var (
	_ provider.ProviderWithActions            = (*clerkProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*clerkProvider)(nil)
	_ provider.ProviderWithFunctions          = (*clerkProvider)(nil)
	_ provider.ProviderWithListResources      = (*clerkProvider)(nil)
)

// New is the provider. It reads its environment through getenv, so that tests
// which share a process can each have their own.
func New(version string, getenv func(string) string) provider.Provider {
	return NewOver(version, getenv, nil)
}

// NewOver is New with a transport that carries the requests: for tests that need
// no network.
func NewOver(version string, getenv func(string) string, wire http.RoundTripper) provider.Provider {
	return &clerkProvider{version: version, getenv: getenv, wire: wire}
}

// Client is what Configure made; nil before that.
func (p *clerkProvider) Client() *clerk.Client { return p.client.Load() }

type model struct {
	SecretKey            types.String  `tfsdk:"secret_key"`
	APIURL               types.String  `tfsdk:"api_url"`
	AllowedInstanceIDs   types.Set     `tfsdk:"allowed_instance_ids"`
	Environment          types.String  `tfsdk:"environment"`
	MaxRetries           types.Int64   `tfsdk:"max_retries"`
	RequestTimeout       types.String  `tfsdk:"request_timeout"`
	MaxRequestsPerSecond types.Float64 `tfsdk:"max_requests_per_second"`
	BulkReads            types.Bool    `tfsdk:"bulk_reads"`
}

func (p *clerkProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "clerk"
	resp.Version = p.version
}

func (p *clerkProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages a [Clerk](https://clerk.com) instance through its Backend API.",
		Attributes: map[string]schema.Attribute{
			"secret_key": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Secret key of the instance, `sk_test_…` or `sk_live_…`. Defaults to the environment variable `CLERK_SECRET_KEY`.",
			},
			"api_url": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Address of the Backend API, with or without `/v1`. Defaults to the environment variable `CLERK_API_URL`, and then to `" + rest.DefaultBaseURL + "`. Plain `http://` is accepted for localhost and loopback addresses only.",
			},
			"allowed_instance_ids": schema.SetAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Ids of the instances, `ins_…`, that this configuration may touch. With a key of any other instance, every operation is an error before anything is read or changed. It takes one request more.",
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1), attr.NoNulls(), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
			},
			"environment": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "`development` or `production`: with a key of an instance of the other kind, every operation is an error before anything is read or changed. It takes one request more.",
				Validators:          []validator.String{stringvalidator.OneOf("development", "production")},
			},
			"max_retries": schema.Int64Attribute{
				Optional: true,
				MarkdownDescription: fmt.Sprintf("How often a request is repeated after a failure of the network or of Clerk, 0 to 20. Defaults to %d. "+
					"Waiting for a rate limit does not count. A creation that may have happened is repeated only where its object has a unique key, by which it can be found again, such as the address of a user, the slug of an organization or the name of a JWT template. A session, a token, an invitation, or what has only a name that several may have, is never created twice.", rest.DefaultMaxRetries),
				Validators: []validator.Int64{int64validator.Between(0, 20)},
			},
			"request_timeout": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: fmt.Sprintf("Timeout of one request, such as `30s` or `2m`, from one second to ten minutes. Defaults to `%s`.", rest.DefaultRequestTimeout),
				Validators:          []validator.String{timeout{}},
			},
			"max_requests_per_second": schema.Float64Attribute{
				Optional:            true,
				MarkdownDescription: "Maximum of requests per second, to leave room under Clerk's limit for production traffic. Off by default: the provider then goes as fast as Clerk allows, and waits when it is told to.",
				Validators:          []validator.Float64{float64validator.Between(0.1, 1000)},
			},
			"bulk_reads": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether reads that come together share requests, so that a plan costs requests by the page and not by the resource or the data source. On by default. " +
					"What a list does not show is read by itself before it counts as gone, and what this run has written is never read from a list.",
			},
		},
	}
}

func (p *clerkProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || config.anyUnknown(&resp.Diagnostics) {
		return
	}
	client, err := clerk.New(p.clientConfig(config, req.TerraformVersion))
	if bad, ok := rest.AsConfigError(err); ok {
		detail := bad.Message
		if variable := variables[bad.Field]; config.attribute(bad.Field).IsNull() {
			detail += fmt.Sprintf("\n\nSet %s in the provider block, or the environment variable %s.", bad.Field, variable)
		}
		resp.Diagnostics.AddAttributeError(path.Root(bad.Field), "The provider cannot be configured", detail)
		return
	}
	if err != nil {
		resp.Diagnostics.AddError("The provider cannot be configured", err.Error())
		return
	}
	guard(ctx, client, config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	p.client.Store(client)
	resp.ResourceData = client
	resp.DataSourceData = client
	resp.EphemeralResourceData = client
	resp.ListResourceData = client
	resp.ActionData = client
}

// variables name the environment variables of arguments that have one.
var variables = map[string]string{"secret_key": "CLERK_SECRET_KEY", "api_url": "CLERK_API_URL"}

func (m model) attribute(name string) types.String {
	if name == "secret_key" {
		return m.SecretKey
	}
	return m.APIURL
}

// anyUnknown refuses values that are known only after an apply: without them
// there is no client, and every resource would fail in a way of its own.
func (m model) anyUnknown(diags *diag.Diagnostics) bool {
	for name, unknown := range map[string]bool{
		"secret_key": m.SecretKey.IsUnknown(), "api_url": m.APIURL.IsUnknown(),
		"allowed_instance_ids": m.AllowedInstanceIDs.IsUnknown() || slices.ContainsFunc(m.AllowedInstanceIDs.Elements(), fwattr.Value.IsUnknown),
		"environment":          m.Environment.IsUnknown(), "max_retries": m.MaxRetries.IsUnknown(),
		"request_timeout": m.RequestTimeout.IsUnknown(), "max_requests_per_second": m.MaxRequestsPerSecond.IsUnknown(),
		"bulk_reads": m.BulkReads.IsUnknown(),
	} {
		if unknown {
			diags.AddAttributeError(path.Root(name), "The provider's configuration is not known yet",
				fmt.Sprintf("The value of %s is known only after an apply, but the provider needs it to plan. "+
					"Apply what the value depends on first (with -target, or from a configuration of its own), or give the value through a variable.", name))
		}
	}
	return diags.HasError()
}

func (p *clerkProvider) clientConfig(m model, terraformVersion string) rest.Config {
	or := func(v types.String, variable string) string {
		if v.IsNull() {
			return p.getenv(variable)
		}
		return v.ValueString()
	}
	agent := fmt.Sprintf("terraform-provider-clerk/%s (+https://github.com/clerkform/terraform-provider-clerk) Terraform/%s", p.version, terraformVersion)
	if extra := p.getenv("TF_APPEND_USER_AGENT"); extra != "" {
		agent += " " + extra
	}
	cfg := rest.Config{
		SecretKey:            or(m.SecretKey, variables["secret_key"]),
		BaseURL:              or(m.APIURL, variables["api_url"]),
		UserAgent:            agent,
		MaxRequestsPerSecond: m.MaxRequestsPerSecond.ValueFloat64(),
		SingleReads:          !m.BulkReads.IsNull() && !m.BulkReads.ValueBool(),
		Transport:            p.wire,
	}
	if !m.MaxRetries.IsNull() {
		n := int(m.MaxRetries.ValueInt64())
		cfg.MaxRetries = &n
	}
	if d, err := time.ParseDuration(m.RequestTimeout.ValueString()); err == nil {
		cfg.RequestTimeout = d
	}
	return cfg
}
