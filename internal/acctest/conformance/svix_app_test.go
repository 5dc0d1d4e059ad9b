package conformance_test

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

var svixAppSubject = &subject{
	name: "clerk_svix_app", path: "/webhooks/svix/{id}", plural: "svix_apps", single: true,
	fixed:  map[string]string{"id": "the instance's"},
	unread: "it tells nothing but that it is there",
	key:    func(_ *acctest.World, state cty.Value) string { return attribute(state, "id") },
	delete: func(w *acctest.World, _ string) error { return ask(w, "DELETE /webhooks/svix", "") },
	drawn:  []drawnBlock{{"this", ""}},
}
