// Package domain models the domains of an instance, at which Clerk is reached: the
// primary one, which is always there, and those of satellite applications.
package domain

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"regexp"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_domain.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_domain.
func NewListResource() list.ListResource { return kind.ListResource() }

// NewListDataSource is the data source clerk_domains.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

type model struct {
	ID             types.String `tfsdk:"id"`
	Name           types.String `tfsdk:"name"`
	ProxyURL       types.String `tfsdk:"proxy_url"`
	IsSecondary    types.Bool   `tfsdk:"is_secondary"`
	IsSatellite    types.Bool   `tfsdk:"is_satellite"`
	FrontendAPIURL types.String `tfsdk:"frontend_api_url"`
	CNAMETargets   types.List   `tfsdk:"cname_targets"`
}

var target = types.ObjectType{AttrTypes: map[string]fwattr.Type{"host": types.StringType, "value": types.StringType, "required": types.BoolType}}

func newModel(prior model, d *clerk.Domain) model {
	m := model{
		ID: types.StringValue(d.ID), Name: types.StringValue(d.Name), ProxyURL: tf.String(d.ProxyURL), IsSatellite: types.BoolValue(d.IsSatellite),
		FrontendAPIURL: types.StringValue(d.FrontendAPIURL), CNAMETargets: targets(d),
	}
	tf.KeepNull(untold(&prior), untold(&m))
	return m
}

func targets(d *clerk.Domain) types.List {
	all := make([]fwattr.Value, len(d.CNAMETargets))
	for i, t := range d.CNAMETargets {
		all[i] = types.ObjectValueMust(target.AttrTypes, map[string]fwattr.Value{
			"host": types.StringValue(t.Host), "value": types.StringValue(t.Value), "required": types.BoolValue(t.Required),
		})
	}
	return types.ListValueMust(target, all)
}

// untold are the fields that are null while Clerk has nothing.
func untold(m *model) tf.Untold { return tf.Untold{Texts: []*types.String{&m.ProxyURL}} }

const (
	aboutFrontend = "Where the application reaches Clerk's Frontend API."
	aboutTargets  = "The DNS records, of the type CNAME, that the owner of the domain has to make so that Clerk can serve it. Empty in development."
	aboutHost     = "The name of the record, such as `clerk.example.com`."
	aboutValue    = "What it has to point to."
	aboutRequired = "Whether Clerk cannot do without the record."
)

var kind = tf.Kind[model, clerk.Domain]{
	Object: tf.Object[model, *clerk.Domain]{
		Noun: "domain", Type: "domain",
		Model: newModel,
		ID:    func(m model) types.String { return m.ID },
		Label: func(m model) types.String { return m.Name },
	},
	IDPrefix: "dmn_",
	Moved:    map[string]tf.Foreign{"instance_domain": {}},
	Schema: schema.Schema{
		MarkdownDescription: "A domain at which Clerk is reached: that of a satellite, which is another application that shares the users and the sessions of this one, or the primary domain of the instance.\n\n" +
			"Every instance has one primary domain from the beginning. It can be imported and changed, and neither be made nor destroyed: a plan that would destroy it is refused. " +
			"A new name of the primary domain of a production instance moves the application: until the DNS records of the new domain are there, nobody can sign in.\n\n" +
			"Clerk shows domains in one list only, which can be seconds late. Where it shows less than the state, or something else, a plan looks again ten seconds after it began.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "The domain, in lower case, such as `satellite.example.com`; in development it may have a port, as in `localhost:3001`. No two domains of an instance have one name. " +
					"A change is made in place.",
				Validators: []validator.String{domainName()},
			},
			"proxy_url": attr.Untold(attr.Text("The URL, `https://…`, of a proxy through which the application reaches Clerk in the place of DNS records. `\"\"` goes back to DNS. "+
				"Once the domain is there, only a production instance can change it. The action `clerk_proxy_check` tells whether a proxy works.", attr.OrEmpty(proxyURL()))),
			"is_secondary": attr.Switch("Whether a new `name` counts with its subdomain, for one of several applications under one root domain. It is sent beside a change of `name` only."),
			"is_satellite": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether the domain is that of a satellite; `false` for the primary domain.",
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"frontend_api_url": schema.StringAttribute{Computed: true, MarkdownDescription: aboutFrontend, PlanModifiers: []planmodifier.String{served}},
			"cname_targets": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: aboutTargets,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"host":     schema.StringAttribute{Computed: true, MarkdownDescription: aboutHost},
					"value":    schema.StringAttribute{Computed: true, MarkdownDescription: aboutValue},
					"required": schema.BoolAttribute{Computed: true, MarkdownDescription: aboutRequired},
				}},
				PlanModifiers: []planmodifier.List{served},
			},
			"id": attr.ID("domain", "dmn_"),
		},
	},
	Create: create,
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.Domain, error) {
		return c.Domains.Get(ctx, state.ID.ValueString())
	},
	Update: update,
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.Domains.Delete(ctx, in.State.ID.ValueString())
	},
	Undeletable: func(state model) string {
		if state.IsSatellite.ValueBool() {
			return ""
		}
		return fmt.Sprintf("%s is the primary domain of the instance, which every instance has, and which Clerk does not delete. "+
			"To let go of it, take it out of the state: with a removed block that has lifecycle { destroy = false }, or with terraform state rm.", state.Name.ValueString())
	},
	Key: &tf.Key[clerk.Domain]{
		Attribute: "name", Example: "satellite.example.com",
		Find: func(ctx context.Context, c *clerk.Client, name string) (*clerk.Domain, error) {
			return c.Domains.Find(ctx, name)
		},
		ID: func(d *clerk.Domain) string { return d.ID },
	},
	All: func(ctx context.Context, c *clerk.Client, _ tf.Query) iter.Seq2[clerk.Domain, error] {
		return c.Domains.List(ctx)
	},
	Written: func(m model) model {
		m.ProxyURL = tf.OmitDefault("", m.ProxyURL)
		return m
	},
}

var localForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$`)

// domainName demands a domain, or what stands in its place in development.
func domainName() attr.Check {
	return attr.NewCheck("a domain, such as satellite.example.com or localhost:3001", func(s string) string {
		if localForm.MatchString(s) {
			return ""
		}
		return fmt.Sprintf("%q is not a domain, such as satellite.example.com or, in development, localhost:3001: without https:// or a path, in lower case, and in ASCII letters.", s)
	})
}

// proxyURL demands what Clerk takes for the URL of a proxy.
func proxyURL() attr.Check {
	return attr.NewCheck("a URL that begins with https://", func(s string) string {
		if u, err := url.Parse(s); err == nil && u.Scheme == "https" && u.Host != "" {
			return ""
		}
		return fmt.Sprintf("%q is not the URL of a proxy, such as https://satellite.example.com/__clerk.", s)
	})
}

// served plans again what Clerk derives from how a domain is served, where that changes.
var served = attr.KeepUnless(path.Root("name"), path.Root("proxy_url"))

func create(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.Domain, error) {
	p := clerk.CreateDomainParams{Name: in.Plan.Name.ValueString(), IsSatellite: true}
	if url := in.Plan.ProxyURL.ValueString(); url != "" {
		p.ProxyURL = rest.Value(url)
	}
	return c.Domains.Create(ctx, p)
}

func update(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.Domain, error) {
	tf.AsPlanned(untold(&in.Plan), untold(&in.State))
	p := clerk.UpdateDomainParams{Name: tf.ChangedString(in.Config.Name, in.Plan.Name, in.State.Name)}
	if tf.Changed(in.Config.ProxyURL, in.Plan.ProxyURL, in.State.ProxyURL) {
		if p.ProxyURL = rest.Null[string](); in.Plan.ProxyURL.ValueString() != "" {
			p.ProxyURL = rest.Value(in.Plan.ProxyURL.ValueString())
		}
	}
	if !p.Name.IsZero() && !in.Config.IsSecondary.IsNull() {
		p.IsSecondary = rest.Value(in.Config.IsSecondary.ValueBool())
	}
	return c.Domains.Update(ctx, in.State.ID.ValueString(), p)
}

// record is a domain as the data source shows it.
type record struct {
	ID                types.String `tfsdk:"id"`
	Name              types.String `tfsdk:"name"`
	ProxyURL          types.String `tfsdk:"proxy_url"`
	IsSatellite       types.Bool   `tfsdk:"is_satellite"`
	FrontendAPIURL    types.String `tfsdk:"frontend_api_url"`
	AccountsPortalURL types.String `tfsdk:"accounts_portal_url"`
	DevelopmentOrigin types.String `tfsdk:"development_origin"`
	CNAMETargets      types.List   `tfsdk:"cname_targets"`
}

var all = tf.ListOf[record, clerk.Domain]{
	Type: "domains", Items: "domains", Noun: "domains",
	Description:      "All domains of the instance at which Clerk is reached: the primary one, and those of satellites.",
	ItemsDescription: "The domains, in Clerk's order.",
	CountDescription: "How many there are.",
	Item: map[string]datasourceschema.Attribute{
		"id":                  attr.Shown("Id of the domain, `dmn_…`."),
		"name":                attr.Shown("The domain."),
		"proxy_url":           attr.Shown("The URL of a proxy through which the application reaches Clerk; empty if DNS records lead there."),
		"is_satellite":        attr.ShownFlag("Whether the domain is that of a satellite; `false` for the primary domain."),
		"frontend_api_url":    attr.Shown(aboutFrontend),
		"accounts_portal_url": attr.Shown("Where Clerk's own pages for signing in are; empty where there are none for the domain alone, as for a satellite or in development."),
		"development_origin":  attr.Shown("The origin of the application in development; empty in production."),
		"cname_targets": datasourceschema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: aboutTargets,
			NestedObject: datasourceschema.NestedAttributeObject{Attributes: map[string]datasourceschema.Attribute{
				"host": attr.Shown(aboutHost), "value": attr.Shown(aboutValue), "required": attr.ShownFlag(aboutRequired),
			}},
		},
	},
	All: kind.All,
	Record: func(d *clerk.Domain) record {
		return record{
			ID: types.StringValue(d.ID), Name: types.StringValue(d.Name), ProxyURL: tf.String(d.ProxyURL), IsSatellite: types.BoolValue(d.IsSatellite),
			FrontendAPIURL: types.StringValue(d.FrontendAPIURL), AccountsPortalURL: tf.String(d.AccountsPortalURL),
			DevelopmentOrigin: types.StringValue(d.DevelopmentOrigin), CNAMETargets: targets(d),
		}
	},
}
