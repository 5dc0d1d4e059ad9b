package driver

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Listed is one result of a list resource: an object, as it is or as far as it
// would be written into a configuration.
type Listed struct {
	DisplayName string
	Identity    cty.Value
	Object      cty.Value
	Config      cty.Value
}

// List is terraform query with generated configuration: the objects of the type
// that a filter chooses, the first ones up to the limit.
func (w *Walk) List(t *Type, filter map[string]cty.Value, limit int64) ([]Listed, error) {
	w.tb.Helper()
	server, ok := w.server.(tfprotov6.ListResourceServer)
	if !ok {
		w.broke(t, "the server has no list resources")
	}
	stream, err := server.ListResource(w.tb.Context(), &tfprotov6.ListResourceRequest{TypeName: t.Name, Config: w.encode(fill(t.query, filter), t.query), IncludeResource: true, Limit: limit})
	w.must(err)
	var out []Listed
	for result := range stream.Results {
		if err := failed(result.Diagnostics); err != nil {
			return out, err
		}
		if result.DisplayName == "" {
			w.broke(t, "a listed object has no display name")
		}
		one := Listed{DisplayName: result.DisplayName, Identity: w.identity(t, result.Identity), Object: w.decode(result.Resource, t.object)}
		w.checkIdentity(t, cty.NilVal, one.Identity)
		generated, err := w.server.GenerateResourceConfig(w.tb.Context(), &tfprotov6.GenerateResourceConfigRequest{TypeName: t.Name, State: result.Resource})
		w.must(err)
		w.must(failed(generated.Diagnostics))
		one.Config = w.decode(generated.Config, t.object)
		out = append(out, one)
	}
	return out, nil
}
