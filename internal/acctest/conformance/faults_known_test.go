package conformance_test

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
)

// tell counts what an apply said. An answer that stays lost is the exception.
func (f *faulty) tell(errs []error, interrupted bool) {
	doubts := 0
	for _, err := range errs {
		if err != nil {
			f.met.failures++
		}
		if !lost(err) {
			continue
		}
		doubts++
		if f.retries > 1 && !interrupted && f.s.once == "" {
			f.rt.Fatalf("an answer stays lost, though nothing interrupted the apply: %v", err)
		}
	}
	// What a person does who reads that error: whatever is there goes.
	unknownObjects := f.unknownObjects()
	if len(unknownObjects) > doubts {
		f.rt.Fatalf("Clerk has %v, which the state does not know; the apply said %v", unknownObjects, errs)
	}
	for _, id := range unknownObjects {
		f.Must(f.s.remove(f.World, id))
	}
	f.met.doubts += doubts
}

func lost(err error) bool {
	diags, ok := err.(driver.Diagnostics) //nolint:errorlint // the driver's own, never wrapped
	return ok && slices.ContainsFunc(diags, func(d *tfprotov6.Diagnostic) bool { return strings.Contains(d.Detail, "was lost") })
}

// unknownObjects are the objects that the state does not know.
func (f *faulty) unknownObjects() []string {
	if f.s.remains != "" {
		return nil
	}
	return slices.DeleteFunc(f.s.ids(f.World, f.objects[0].before), func(id string) bool {
		return slices.ContainsFunc(f.objects, func(m *member) bool { return m.state != nil && attribute(m.state.Value, "id") == id })
	})
}

// known: the state knows the objects that there are, and none that is gone.
func (f *faulty) known() {
	if unknown := f.unknownObjects(); len(unknown) > 0 {
		f.rt.Fatalf("Clerk has %v, which the state does not know", unknown)
	}
	for _, m := range f.objects {
		// A delete whose answer was lost may have happened: the next refresh tells.
		if f.s.remains == "" && m.reached && m.state != nil && m.held() == nil {
			f.rt.Fatalf("the state knows an object that is gone: %v", m.state)
		}
	}
}
