package acctest

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// ExpectChanges is a plan check: the plan of the resource changes exactly these
// attributes, and knows what it changes them to.
func ExpectChanges(address string, attributes ...string) plancheck.PlanCheck {
	slices.Sort(attributes)
	return expectChanges{address, attributes}
}

type expectChanges struct {
	address    string
	attributes []string
}

func (e expectChanges) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, rc := range req.Plan.ResourceChanges {
		if rc.Address != e.address {
			continue
		}
		before, _ := rc.Change.Before.(map[string]any)
		after, _ := rc.Change.After.(map[string]any)
		unknown, _ := rc.Change.AfterUnknown.(map[string]any)
		changed := []string{}
		for name, value := range after {
			if !reflect.DeepEqual(before[name], value) {
				changed = append(changed, name)
			}
		}
		for name, is := range unknown {
			if is == true {
				changed = append(changed, name)
			}
		}
		slices.Sort(changed)
		if !slices.Equal(changed, e.attributes) {
			resp.Error = fmt.Errorf("the plan of %s changes %v, expected %v", e.address, changed, e.attributes)
		}
		return
	}
	resp.Error = fmt.Errorf("the plan has no %s", e.address)
}

// Words matches a CLI's output that has these words in this order, wherever the
// CLI wraps its lines and draws its borders.
func Words(parts ...string) *regexp.Regexp {
	const gap = `[\s│╷╵]+`
	var patterns []string
	for _, part := range parts {
		var words []string
		for _, word := range strings.Fields(part) {
			words = append(words, regexp.QuoteMeta(word))
		}
		patterns = append(patterns, strings.Join(words, gap))
	}
	return regexp.MustCompile(`(?s)` + strings.Join(patterns, `.*`))
}
