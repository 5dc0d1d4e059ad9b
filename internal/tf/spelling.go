package tf

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// spellingKey is where the private state of an object has which arguments Clerk stored
// otherwise than they were sent.
const spellingKey = "spelling"

// spelling is the value of an argument as it was sent, which the state keeps, and as
// Clerk stored it. Both are encoded as Terraform encodes them.
type spelling struct {
	Sent   []byte `json:"sent"`
	Stored []byte `json:"stored"`
}

func newSpelling(sent, stored tftypes.Value) spelling {
	return spelling{packed(sent), packed(stored)}
}

func packed(v tftypes.Value) []byte {
	d, err := tfprotov6.NewDynamicValue(v.Type(), v)
	if err != nil {
		return nil // not reached: the value came out of a state
	}
	return d.MsgPack
}

// spellings are those of an object, by argument.
type spellings map[string]spelling

func rememberedSpellings(ctx context.Context, private PrivateReader) (s spellings) {
	raw, _ := private.GetKey(ctx, spellingKey)
	if json.Unmarshal(raw, &s) != nil {
		return nil
	}
	return s
}

func (s spellings) remember(ctx context.Context, private PrivateState) diag.Diagnostics {
	if len(s) == 0 {
		return private.SetKey(ctx, spellingKey, nil)
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return nil // not reached
	}
	return private.SetKey(ctx, spellingKey, raw)
}

// of is the spelling of a value that was sent as the state has it. Encoded maps have no order.
func (s spellings) of(name string, state tftypes.Value) (spelling, bool) {
	one, ok := s[name]
	if !ok {
		return one, false
	}
	sent, err := (tfprotov6.DynamicValue{MsgPack: one.Sent}).Unmarshal(state.Type())
	return one, err == nil && sent.Equal(state)
}

// asStored is a state as Clerk spells it.
func (s spellings) asStored(state map[string]tftypes.Value) map[string]tftypes.Value {
	out := maps.Clone(state)
	for name, value := range state {
		if one, ok := s.of(name, value); ok {
			if stored, err := (tfprotov6.DynamicValue{MsgPack: one.Stored}).Unmarshal(value.Type()); err == nil {
				out[name] = stored
			}
		}
	}
	return out
}

// reread is an object as it is read over a state that is as Clerk spells it: what means
// the same as there is spelled as it is there.
func (o Object[M, A]) reread(ctx context.Context, before map[string]tftypes.Value, typ tftypes.Type, object A, schema tfsdk.State) (map[string]tftypes.Value, diag.Diagnostics) {
	var prior M
	schema.Raw = tftypes.NewValue(typ, before)
	diags := Get(ctx, schema, &prior)
	diags.Append(Set(ctx, &schema, o.Model(prior, object))...)
	return valuesOf(schema.Raw), diags
}

// valuesOf are the attributes of an object, in a map of their own: As gives the object's.
func valuesOf(object tftypes.Value) (values map[string]tftypes.Value) {
	if object.IsNull() || object.As(&values) != nil {
		return nil
	}
	return maps.Clone(values)
}

// keepSpelling gives a state that was read the values that were sent, where Clerk has
// what it stored of them.
func (o Object[M, A]) keepSpelling(ctx context.Context, private PrivateReader, was tftypes.Value, object A, state *tfsdk.State) diag.Diagnostics {
	memory := rememberedSpellings(ctx, private)
	if len(memory) == 0 {
		return nil
	}
	sent, fresh := valuesOf(was), valuesOf(state.Raw)
	before := memory.asStored(sent)
	again, diags := o.reread(ctx, before, was.Type(), object, *state)
	if diags.HasError() {
		return diags
	}
	for name := range memory {
		if _, ok := memory.of(name, sent[name]); ok && again[name].Equal(before[name]) {
			fresh[name] = sent[name]
		}
	}
	state.Raw = tftypes.NewValue(was.Type(), fresh)
	return diags
}

// write is a create or an update that Clerk has answered, in Terraform's values. The
// prior state of a create is null.
type write struct {
	config, plan, prior tftypes.Value
	private             PrivateState
	// failed says that the update failed half-way: not all was sent.
	failed bool
}

// compare holds what was sent against what the answer has, which is read over the plan.
// The same is the same. What Clerk had before says that Clerk did not take it, which is
// an error. A third value is how Clerk spells what was sent: it is remembered, and the
// state keeps what was sent.
//
// So it is with a set that has as many elements, if the others are new.
//
// A create has nothing before it, and one that fails would be replaced. So where Clerk
// has nothing of what was sent, there is a warning, and the next plan shows it.
func (o Object[M, A]) compare(ctx context.Context, w write, object A, answer map[string]tftypes.Value, state *tfsdk.State, did func(name string, err error)) diag.Diagnostics {
	config, plan, prior, saved := valuesOf(w.config), valuesOf(w.plan), valuesOf(w.prior), valuesOf(state.Raw)
	memory, next := rememberedSpellings(ctx, w.private), spellings{}
	before, again := memory.asStored(prior), map[string]tftypes.Value(nil)
	if prior != nil {
		var diags diag.Diagnostics
		if again, diags = o.reread(ctx, before, w.prior.Type(), object, *state); diags.HasError() {
			return diags
		}
	}
	var diags diag.Diagnostics
	for _, name := range slices.Sorted(maps.Keys(plan)) {
		sent, has := filled(plan[name], answer[name]), answer[name]
		lacksWhole, lacking := o.lacks(name, object)
		if len(lacking) > 0 && sent.Type().Is(tftypes.Object{}) { // nothing says what became of these
			has = withMembers(has, sent, lacking)
			if again != nil {
				again[name] = withMembers(again[name], sent, lacking)
			}
		}
		var known spelling
		var isKnown, same, as bool
		if prior != nil {
			known, isKnown = memory.of(name, prior[name])
			same, as = sent.Equal(prior[name]), again[name].Equal(before[name]) && mayBe(has, before[name])
		}
		elements := sent.Type().Is(tftypes.Set{})
		switch otherElements := elements && !spelledElements(sent, has, prior[name]); {
		case !plan[name].IsKnown() || sent.IsNull():
		case lacksWhole: // nothing says what became of it
			if isKnown && same {
				next[name] = known
			}
		case config[name].IsNull() || same: // it was not sent
			if isKnown && (as || !w.failed) {
				saved[name], next[name] = prior[name], known
			}
		case has.Equal(sent):
		case as && (w.failed || !isBlank(sent) || !isBlank(has)):
			if saved[name] = prior[name]; isKnown {
				next[name] = known
			}
			if !w.failed {
				did(name, notTaken(sent, has, o.secret(state, name)))
			}
		case prior != nil && !w.failed && ignoredInside(sent, prior[name], again[name], before[name]):
			saved[name] = has
			did(name, notTaken(sent, has, o.secret(state, name)))
		case isBlank(sent) && !isBlank(has), w.failed && elements:
		case again == nil && isBlank(has) && !isBlank(sent), otherElements:
			diags.AddAttributeWarning(path.Root(name), "Clerk did not take it", fmt.Sprintf(
				"Clerk was sent %s, and answers that it has %s. The next plan shows the difference.", shown(sent, o.secret(state, name)), shown(has, o.secret(state, name))))
		default:
			saved[name], next[name] = sent, newSpelling(sent, has)
			warnOfSpelling(&diags, name, shown(sent, o.secret(state, name)), shown(has, o.secret(state, name)))
		}
	}
	state.Raw = tftypes.NewValue(state.Raw.Type(), saved)
	if len(memory) > 0 || len(next) > 0 {
		diags.Append(next.remember(ctx, w.private)...)
	}
	return diags
}

// WarnOfSpelling says that Clerk stored an element of a set otherwise than it was sent.
func WarnOfSpelling(diags *diag.Diagnostics, attribute, sent, stored string) {
	warnOfSpelling(diags, attribute, fmt.Sprintf("%q", short(sent)), fmt.Sprintf("%q", short(stored)))
}

func warnOfSpelling(diags *diag.Diagnostics, attribute, sent, stored string) {
	diags.AddAttributeWarning(path.Root(attribute), "Clerk spells it otherwise", fmt.Sprintf(
		"Clerk was sent %s, and stored %s. That is taken for the same from now on: the state keeps what was sent, and a plan shows no change as long as Clerk has what it stored. Nothing has to be done; for one spelling in both places, write Clerk's into the configuration.", sent, stored))
}

func notTaken(sent, has tftypes.Value, secret bool) error {
	return Hint("The state has what Clerk has, and the next plan shows the difference again. If Clerk means the same by what it has, write that into the configuration; otherwise choose a value that Clerk takes.",
		fmt.Errorf("asked to store %s, Clerk answered without an error that it has %s, as before", shown(sent, secret), shown(has, secret)))
}

// secret reports whether an attribute may not be shown.
func (o Object[M, A]) secret(state *tfsdk.State, name string) bool {
	a, ok := state.Schema.GetAttributes()[name]
	return !ok || a.IsSensitive()
}

// shown is a value in a message.
func shown(v tftypes.Value, secret bool) string {
	var text string
	var number *big.Float
	var elements []tftypes.Value
	var members map[string]tftypes.Value // of an object or a map
	switch {
	case secret:
		return "(sensitive value)"
	case v.IsNull():
		return "nothing"
	case v.As(&text) == nil:
		return fmt.Sprintf("%q", short(text))
	case v.As(&number) == nil:
		return number.Text('f', -1)
	case v.As(&elements) == nil:
		all := make([]string, len(elements))
		for i, e := range elements {
			all[i] = shown(e, false)
		}
		return fmt.Sprintf("%s", all)
	case v.As(&members) == nil:
		var all []string
		for _, name := range slices.Sorted(maps.Keys(members)) {
			if !members[name].IsNull() {
				all = append(all, name+" = "+shown(members[name], false))
			}
		}
		return "{ " + strings.Join(all, ", ") + " }"
	}
	return fmt.Sprintf("%t", !isBlank(v))
}
