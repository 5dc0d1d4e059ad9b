package conformance_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// meetsLackingFields leaves each field in turn out of the answers that a plan reads,
// and makes each list null: the plan is empty or an error, and the state as it was. An
// import is an error, or has null for what it does not know.
func (c *conformanceRun) meetsLackingFields() string {
	c.begin()
	full := c.config(c.s.full)
	c.apply(full, driver.Create)
	whole, err := c.walk().Import(c.typ, "", c.state.Identity)
	c.Must(err)
	fields, errors, unimported := 0, 0, 0
	for _, fault := range c.lacking(full) {
		if fault.Null && c.s.nulls[fault.Field] != "" || !fault.Null && c.s.absent[fault.Field] != "" {
			continue
		}
		fields++
		c.sim.PlaceFault(fault)
		p, err := c.walk().Plan(c.typ, c.state, full)
		imported, notImported := c.walk().Import(c.typ, "", c.state.Identity)
		c.sim.ForgetFaults()
		if notImported != nil {
			unimported++
		} else {
			for name := range c.typ.Attributes {
				if v := imported.Value.GetAttr(name); !knowsNoMore(v, whole.Value.GetAttr(name)) {
					c.t.Errorf("without %s (null: %t) in the answers of %s, an import has %s = %s", fault.Field, fault.Null, fault.Operation, name, plain(v))
				}
			}
		}
		switch {
		case err != nil:
			errors++
		case p.Action != driver.NoOp || !p.Refreshed.Value.RawEquals(c.state.Value):
			c.t.Errorf("without %s (null: %t) in the answers of %s, the plan is %v, of the state %s", fault.Field, fault.Null, fault.Operation, p, p.Refreshed.Value.GoString())
		}
	}
	c.empty(full)
	return fmt.Sprintf("%d fields (errors in a plan: %d, in an import: %d)", fields, errors, unimported)
}

// knowsNoMore reports whether a value is another one, but for what is null in it.
func knowsNoMore(v, whole cty.Value) bool {
	if v.IsNull() || v.RawEquals(whole) {
		return true
	}
	if whole.IsNull() || !v.Type().IsObjectType() {
		return false
	}
	for name := range v.Type().AttributeTypes() {
		if !knowsNoMore(v.GetAttr(name), whole.GetAttr(name)) {
			return false
		}
	}
	return true
}

// lacking are the faults that leave out what the answers to a plan's requests have.
func (c *conformanceRun) lacking(config cty.Value) (all []clerksim.Fault) {
	before := len(c.sim.Requests())
	c.empty(config)
	for _, r := range c.sim.Requests()[before:] {
		again := httptest.NewRequestWithContext(c.t.Context(), r.Method, "/v1"+r.Path+"?"+r.Query, http.NoBody)
		again.Header.Set("Authorization", "Bearer "+c.sim.SecretKey())
		recorder := httptest.NewRecorder()
		c.sim.ServeHTTP(recorder, again)
		var answer any
		c.Must(json.Unmarshal(recorder.Body.Bytes(), &answer))
		if page, ok := answer.(map[string]any); ok && page["total_count"] != nil {
			answer = page["data"]
		}
		for _, fault := range lackingIn(answer, "", clerksim.Fault{Operation: r.Operation, Kind: "lacking", Times: 100}) {
			if !slices.Contains(all, fault) {
				all = append(all, fault)
			}
		}
	}
	return all
}

// theirs are the objects that somebody else has put into Clerk's.
var theirs = []string{"public_metadata", "private_metadata", "unsafe_metadata", "claims", "attribute_mapping"}

// lackingIn are the faults that leave out what an object of Clerk's has, or each of a
// list of them. What somebody else has put in there is not taken apart.
func lackingIn(of any, within string, fault clerksim.Fault) (all []clerksim.Fault) {
	switch of := of.(type) {
	case []any:
		for _, one := range of {
			all = append(all, lackingIn(one, within, fault)...)
		}
	case map[string]any:
		for name, value := range of {
			fault.Field = within + name
			all = append(all, fault)
			if _, list := value.([]any); list {
				null := fault
				null.Null = true
				all = append(all, null)
			}
			if !slices.Contains(theirs, name) {
				all = append(all, lackingIn(value, within+name+".", fault)...)
			}
		}
	}
	return all
}
