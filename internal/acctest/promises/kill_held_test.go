//go:build linux

package promises_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// killed makes objects of every type, and changes each of them in place in its
// second stage. Each has a name of its own, so that what Clerk holds can be told by
// its address in the configuration.
const killed = `
variable "stage" {
  default = "first"
}

resource "clerk_user" "this" {
  count           = 8
  email_addresses = ["user${count.index}@example.com"]
  first_name      = var.stage
}

resource "clerk_user" "pictured" {
  count           = 10
  email_addresses = ["pictured${count.index}@example.com"]
  first_name      = var.stage
  profile_image   = "${var.stage}.png"
}

resource "clerk_jwt_template" "this" {
  count  = 10
  name   = "template${count.index}"
  claims = jsonencode({ stage = var.stage })
}

resource "clerk_organization" "this" {
  count = 5
  slug  = "organization${count.index}"
  name  = var.stage
}

resource "clerk_organization_membership" "this" {
  count           = 5
  organization_id = clerk_organization.this[count.index].id
  user_id         = clerk_user.this[count.index].id
  role            = var.stage == "second" ? "org:admin" : "org:member"
}

resource "clerk_email_address" "this" {
  count         = 5
  user_id       = clerk_user.this[count.index].id
  email_address = "address${count.index}@example.com"
  verified      = var.stage == "second" ? true : null
}

resource "clerk_phone_number" "this" {
  count        = 5
  user_id      = clerk_user.this[count.index].id
  phone_number = "+1555${555 + count.index}0100"
  verified     = var.stage == "second" ? true : null
}

resource "clerk_user_metadata" "this" {
  count           = 5
  user_id         = clerk_user.pictured[count.index].id
  public_metadata = jsonencode({ stage = var.stage })
}
`

// killedBlocks are how many objects each block makes, and the blocks that it waits
// for.
var killedBlocks = map[string]struct {
	count int
	needs []string
}{
	"clerk_user.this":                    {8, nil},
	"clerk_user.pictured":                {10, nil},
	"clerk_jwt_template.this":            {10, nil},
	"clerk_organization.this":            {5, nil},
	"clerk_organization_membership.this": {5, []string{"clerk_organization.this", "clerk_user.this"}},
	"clerk_email_address.this":           {5, []string{"clerk_user.this"}},
	"clerk_phone_number.this":            {5, []string{"clerk_user.this"}},
	"clerk_user_metadata.this":           {5, []string{"clerk_user.pictured"}},
}

const (
	killedObjects  = 53
	killedPictures = 10
)

// heldObject is an object, as Clerk has it or as the state does.
type heldObject struct {
	id      string // of metadata, its user's
	stage   string // of the configuration: all that both stages say of it but for the picture
	picture string // its URL
	path    string // of a membership: what stands in the paths of its requests, in place of the id
}

// membersOf is what stands in the path of a request for a member of an organization; each
// has one.
func membersOf(organizationID string) string { return organizationID + "/memberships" }

func roleIn(role string) string {
	if role == "org:admin" {
		return "second"
	}
	return "first"
}

func verifiedIn(verified bool) string {
	if verified {
		return "second"
	}
	return "first"
}

func jsonIn(t *testing.T, object string) string {
	t.Helper()
	var has struct{ Stage string }
	if err := json.Unmarshal([]byte(object), &has); err != nil {
		t.Fatal(err)
	}
	return has.Stage
}

// recordedObjects are the objects in the state, by address.
func recordedObjects(t *testing.T, c *acctest.CLI) map[string]heldObject {
	t.Helper()
	all := map[string]heldObject{}
	for address, attributes := range c.Attributes() {
		var has struct {
			ID             string
			UserID         string `json:"user_id"`
			OrganizationID string `json:"organization_id"`
			Role           string
			Name           string
			FirstName      string `json:"first_name"`
			ProfileImage   string `json:"profile_image"`
			ImageURL       string `json:"image_url"`
			Claims         string
			Verified       bool
			PublicMetadata string `json:"public_metadata"`
		}
		if err := json.Unmarshal(attributes, &has); err != nil {
			t.Fatal(err)
		}
		switch typ, _, _ := strings.Cut(address, "."); typ {
		case "clerk_user":
			o := heldObject{id: has.ID, stage: has.FirstName}
			if has.ProfileImage != "" {
				o.picture = has.ImageURL
			}
			all[address] = o
		case "clerk_jwt_template":
			all[address] = heldObject{id: has.ID, stage: jsonIn(t, has.Claims)}
		case "clerk_organization":
			all[address] = heldObject{id: has.ID, stage: has.Name}
		case "clerk_organization_membership":
			all[address] = heldObject{id: has.ID, stage: roleIn(has.Role), path: membersOf(has.OrganizationID)}
		case "clerk_user_metadata":
			all[address] = heldObject{id: has.UserID, stage: jsonIn(t, has.PublicMetadata)}
		default:
			all[address] = heldObject{id: has.ID, stage: verifiedIn(has.Verified)}
		}
	}
	return all
}

// madeObjects are the objects that the local Clerk holds, by their address in the
// configuration.
func madeObjects(t *testing.T, i *acctest.Instance) map[string]heldObject {
	t.Helper()
	all := map[string]heldObject{}
	for _, u := range i.Users() {
		o := heldObject{id: u.ID, stage: acctest.Text(u.FirstName)}
		if u.HasImage {
			o.picture = u.ImageURL
		}
		for _, e := range u.EmailAddresses {
			address := addressNamed(e.EmailAddress)
			if strings.HasPrefix(address, "clerk_email_address.") {
				all[address] = heldObject{id: e.ID, stage: verifiedIn(e.Verification != nil)}
				continue
			}
			all[address] = o
			if stage := jsonIn(t, string(u.PublicMetadata)); stage != "" {
				all[strings.Replace(address, "clerk_user.pictured", "clerk_user_metadata.this", 1)] = heldObject{id: u.ID, stage: stage}
			}
		}
		for _, p := range u.PhoneNumbers {
			all[addressNamed(p.PhoneNumber)] = heldObject{id: p.ID, stage: verifiedIn(p.Verification != nil)}
		}
	}
	for _, o := range i.Organizations() {
		all[addressNamed(o.Slug)] = heldObject{id: o.ID, stage: o.Name}
	}
	for _, m := range i.Memberships() {
		address := strings.Replace(addressNamed(m.Organization.Slug), "clerk_organization", "clerk_organization_membership", 1)
		all[address] = heldObject{id: m.ID, stage: roleIn(m.Role), path: membersOf(m.Organization.ID)}
	}
	for name, template := range i.Templates() {
		all[addressNamed(name)] = heldObject{id: template.ID, stage: jsonIn(t, string(template.Claims))}
	}
	return all
}

var killedName = regexp.MustCompile(`\b(user|pictured|template|organization|address)(\d+)\b|\+1555(\d{3})0100\b`)

// addressNamed is the address in the configuration of the object that a text names,
// such as the request that makes it.
func addressNamed(text string) string {
	m := killedName.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	if n, err := strconv.Atoi(m[3]); err == nil {
		return fmt.Sprintf("clerk_phone_number.this[%d]", n-555)
	}
	return map[string]string{
		"user": "clerk_user.this", "pictured": "clerk_user.pictured", "template": "clerk_jwt_template.this", "address": "clerk_email_address.this",
		"organization": "clerk_organization.this",
	}[m[1]] + "[" + m[2] + "]"
}

// lastWrites are when the local Clerk carried out the last write to each object.
func lastWrites(i *acctest.Instance, objects map[string]heldObject) map[string]time.Time {
	last := map[string]time.Time{}
	for _, r := range i.Sim.Requests() {
		if r.Method == http.MethodGet || r.Status != http.StatusOK {
			continue
		}
		address := addressNamed(r.Body)
		for other, o := range objects {
			// Metadata has the id of its user, a membership those of both that it joins; each
			// has its own path.
			if strings.Contains(r.Path, cmp.Or(o.path, o.id)) &&
				strings.HasSuffix(r.Path, "/metadata") == strings.HasPrefix(other, "clerk_user_metadata.") &&
				strings.Contains(r.Path, "/memberships") == strings.HasPrefix(other, "clerk_organization_membership.") {
				address = other
			}
		}
		last[address] = r.At
	}
	return last
}
