package domain

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewProxyCheckAction is the action clerk_proxy_check.
func NewProxyCheckAction() action.Action { return proxyCheck.Action() }

var proxyCheck = tf.Action{
	Type: "proxy_check", Target: "domain_id", Doing: "check the proxy of the domain %s",
	Schema: actionschema.Schema{
		MarkdownDescription: "Has Clerk check that the proxy of a domain leads to Clerk, and fails if it does not. It changes nothing. " +
			"Give it the URL of a proxy that the domain does not have yet, and let `proxy_url` of the `clerk_domain` follow once the check succeeds.",
		Attributes: map[string]actionschema.Attribute{
			"domain_id": attr.Target("domain", "dmn_"),
			"proxy_url": actionschema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "URL of the proxy, `https://…`. Defaults to the one that the domain has.",
				Validators:          []validator.String{proxyURL()},
			},
		},
	},
	Act: func(ctx context.Context, in tf.Invocation) (done string, err error) {
		check, err := in.Clerk.Domains.CheckProxy(ctx, in.ID, in.String("proxy_url"))
		if err != nil {
			return "", err
		}
		if !check.Successful {
			return "", tf.At("proxy_url", fmt.Errorf("through %s, Clerk does not reach its Frontend API (the check %s). "+
				"The proxy has to pass all paths on to it, with the headers Clerk-Proxy-Url, Clerk-Secret-Key and X-Forwarded-For; ask again once it does", check.ProxyURL, check.ID))
		}
		return fmt.Sprintf("Clerk is reached through %s.", check.ProxyURL), nil
	},
}
