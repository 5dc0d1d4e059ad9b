package driver

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// DataSource is the data source of that name, which must exist.
func (c *Core) DataSource(name string) *Type {
	return c.other(name, c.said().DataSourceSchemas[name])
}

// EphemeralResource is the ephemeral resource of that name, which must exist.
func (c *Core) EphemeralResource(name string) *Type {
	return c.other(name, c.said().EphemeralResourceSchemas[name])
}

// ListResource is the list resource of that name, which must exist.
func (c *Core) ListResource(name string) *Type {
	return c.other(name, c.said().ListResourceSchemas[name])
}

// Action is the action of that name, which must exist.
func (c *Core) Action(name string) *Type {
	if a, ok := c.said().ActionSchemas[name]; ok {
		return c.other(name, a.Schema)
	}
	return c.other(name, nil)
}

func (c *Core) said() *tfprotov6.GetProviderSchemaResponse {
	c.tb.Helper()
	schemas, err := c.serve().GetProviderSchema(c.tb.Context(), &tfprotov6.GetProviderSchemaRequest{})
	c.must(err)
	return schemas
}

func (c *Core) other(name string, schema *tfprotov6.Schema) *Type {
	c.tb.Helper()
	if schema == nil {
		c.tb.Fatalf("the provider has no such type: %s", name)
	}
	t := &Type{Name: name, Attributes: map[string]*tfprotov6.SchemaAttribute{}, object: c.ctyType(schema.ValueType()), identity: cty.EmptyObject}
	written := map[string]cty.Type{}
	for _, a := range schema.Block.Attributes {
		t.Attributes[a.Name], written[a.Name] = a, asWritten(a, t.object.AttributeType(a.Name))
	}
	t.written = cty.Object(written)
	return t
}

// Read reads a data source, if its configuration is valid.
func (w *Walk) Read(t *Type, config cty.Value) Diagnostics {
	w.tb.Helper()
	_, said := w.ReadValue(t, config)
	return said
}

// ReadValue is Read, with what was read; null beside an error.
func (w *Walk) ReadValue(t *Type, config cty.Value) (cty.Value, Diagnostics) {
	w.tb.Helper()
	d := w.encode(config, t.object)
	valid, err := w.server.ValidateDataResourceConfig(w.tb.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: t.Name, Config: d})
	w.must(err)
	if failed(valid.Diagnostics) != nil {
		return cty.NullVal(t.object), valid.Diagnostics
	}
	read, err := w.server.ReadDataSource(w.tb.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: t.Name, Config: d})
	w.must(err)
	return w.decode(read.State, t.object), append(valid.Diagnostics, read.Diagnostics...)
}

// Open opens an ephemeral resource, if its configuration is valid, and closes it
// when that has succeeded. Before it is closed, between is called.
func (w *Walk) Open(t *Type, config cty.Value, between func()) Diagnostics {
	w.tb.Helper()
	return w.OpenValue(t, config, func(cty.Value) { between() })
}

// OpenValue is Open, with what was opened.
func (w *Walk) OpenValue(t *Type, config cty.Value, between func(cty.Value)) Diagnostics {
	w.tb.Helper()
	d := w.encode(config, t.object)
	valid, err := w.server.ValidateEphemeralResourceConfig(w.tb.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: t.Name, Config: d})
	w.must(err)
	if failed(valid.Diagnostics) != nil {
		return valid.Diagnostics
	}
	opened, err := w.server.OpenEphemeralResource(w.tb.Context(), &tfprotov6.OpenEphemeralResourceRequest{TypeName: t.Name, Config: d})
	w.must(err)
	said := append(valid.Diagnostics, opened.Diagnostics...)
	if failed(opened.Diagnostics) != nil {
		return said
	}
	between(w.decode(opened.Result, t.object))
	closed, err := w.server.CloseEphemeralResource(w.tb.Context(), &tfprotov6.CloseEphemeralResourceRequest{TypeName: t.Name, Private: opened.Private})
	w.must(err)
	return append(said, closed.Diagnostics...)
}

// Query reads a list resource to its end, if its configuration is valid.
func (w *Walk) Query(t *Type, config cty.Value) Diagnostics {
	w.tb.Helper()
	server, ok := w.server.(tfprotov6.ListResourceServer)
	if !ok {
		w.broke(t, "the server has no list resources")
	}
	d := w.encode(config, t.object)
	valid, err := server.ValidateListResourceConfig(w.tb.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: t.Name, Config: d})
	w.must(err)
	if failed(valid.Diagnostics) != nil {
		return valid.Diagnostics
	}
	stream, err := server.ListResource(w.tb.Context(), &tfprotov6.ListResourceRequest{TypeName: t.Name, Config: d, Limit: 100})
	w.must(err)
	said := valid.Diagnostics
	for result := range stream.Results {
		said = append(said, result.Diagnostics...)
	}
	return said
}

// Invoke invokes an action, if its configuration is valid.
func (w *Walk) Invoke(t *Type, config cty.Value) Diagnostics {
	w.tb.Helper()
	_, said := w.InvokeAloud(t, config)
	return said
}

// InvokeAloud is Invoke, with the messages on the way.
func (w *Walk) InvokeAloud(t *Type, config cty.Value) (messages []string, said Diagnostics) {
	w.tb.Helper()
	server, ok := w.server.(tfprotov6.ActionServer)
	if !ok {
		w.broke(t, "the server has no actions")
	}
	d := w.encode(config, t.object)
	valid, err := server.ValidateActionConfig(w.tb.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: t.Name, Config: d})
	w.must(err)
	if failed(valid.Diagnostics) != nil {
		return nil, valid.Diagnostics
	}
	stream, err := server.InvokeAction(w.tb.Context(), &tfprotov6.InvokeActionRequest{ActionType: t.Name, Config: d})
	w.must(err)
	said = valid.Diagnostics
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			messages = append(messages, e.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			said = append(said, e.Diagnostics...)
		}
	}
	return messages, said
}

// Call calls a function with strings; its error is nil if it succeeds.
func (w *Walk) Call(name string, arguments ...string) *tfprotov6.FunctionError {
	w.tb.Helper()
	req := &tfprotov6.CallFunctionRequest{Name: name}
	for _, a := range arguments {
		req.Arguments = append(req.Arguments, w.encode(cty.StringVal(a), cty.String))
	}
	resp, err := w.server.CallFunction(w.tb.Context(), req)
	w.must(err)
	return resp.Error
}
