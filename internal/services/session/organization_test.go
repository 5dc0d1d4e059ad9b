package session_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// engines is an organization of which Ada is a member, with a role and permissions of the
// configuration's own, and a template for what tokens can tell of it.
const engines = ada + `
resource "clerk_organization_permission" "read" {
  key  = "org:reports:read"
  name = "Read reports"
}
resource "clerk_organization_permission" "write" {
  key  = "org:reports:write"
  name = "Write reports"
}
resource "clerk_organization_role" "analyst" {
  key                         = "org:analyst"
  name                        = "Analyst"
  permissions                 = [clerk_organization_permission.read.key, "org:sys_memberships:read"]
  include_in_initial_role_set = true
}
resource "clerk_organization" "engines" {
  name            = "Engines"
  slug            = "engines"
  public_metadata = jsonencode({ plan = "pro" })
}
resource "clerk_organization_membership" "ada" {
  organization_id = clerk_organization.engines.id
  user_id         = clerk_user.ada.id
  role            = clerk_organization_role.analyst.key
  public_metadata = jsonencode({ title = "Countess" })
}
resource "clerk_jwt_template" "api" {
  name   = "api"
  claims = jsonencode({
    org   = "{{org.id}}"
    name  = "{{org.name}}"
    slug  = "{{org.slug}}"
    role  = "{{org.role}}"
    plan  = "{{org.public_metadata.plan}}"
    logo  = "{{org.has_image}}"
    may   = "{{org_membership.permissions}}"
    title = "{{org_membership.public_metadata.title}}"
    line  = "{{user.first_name}} is {{org.role}} of {{org.name || 'nothing'}}"
    all   = "{{user.organizations}}"
  })
}
`

// permitted is what the token permits in the organization, as Clerk's own library reads it.
func (k token) permitted(t *testing.T, i *acctest.Instance) string {
	t.Helper()
	claims, err := k.verifySDK(i, nil, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(slices.Sorted(slices.Values(claims.ActiveOrganizationPermissions)), " ")
}

// own are the permissions of a list that are not the system's.
func own(list any) string {
	var all []string
	for _, one := range list.([]any) {
		if key := one.(string); !strings.HasPrefix(key, "org:sys_") {
			all = append(all, key)
		}
	}
	return strings.Join(slices.Sorted(slices.Values(all)), " ")
}

// tells fails the test unless the token says this of the organization, as JSON by the name
// of the claim; "" is a claim that it has not. ORG is the organization's id.
func (k token) tells(t *testing.T, org string, want map[string]string) {
	t.Helper()
	for name, is := range want {
		claim, has := k.claims[name]
		got, err := json.Marshal(claim)
		if is = strings.ReplaceAll(is, "ORG", org); err != nil || has != (is != "") || has && !attr.SameJSON(string(got), is) {
			t.Errorf("the claim %s is %s, expected %s", name, got, is)
		}
	}
}

// tokens opens a session of Ada's in which an organization is active, unless it is "", and
// hands over a session token, and one of the template.
func tokens(t *testing.T, i *acctest.Instance, user, org string, check func(plain, templated token)) {
	t.Helper()
	active := ""
	if org != "" {
		active = fmt.Sprintf("active_organization_id = %q", org)
	}
	i.Open(sessionOf(user, active), func(session map[string]any) {
		of := func(lines string, check func(token)) {
			i.Open(fmt.Sprintf("ephemeral \"clerk_session_token\" \"ada\" {\n  session_id = %q\n  %s\n}\n", session["id"], lines), func(data map[string]any) { check(newToken(t, data)) })
		}
		of("", func(plain token) { of(`template = "api"`, func(templated token) { check(plain, templated) }) })
	})
}

func TestTokensTellOfTheMembershipTheRoleAndItsPermissionsAsTheyAreThen(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	edit := func(config string, edits ...string) string {
		for n := 0; n < len(edits); n += 2 {
			config = acctest.Replace(t, config, edits[n], edits[n+1])
		}
		return config
	}
	tell := func(permitted string, plain, templated map[string]string) func(acctest.States) {
		return func(s acctest.States) {
			org := s.Get("clerk_organization.engines", "id")
			tokens(t, i, s.Get("clerk_user.ada", "id"), org, func(k, other token) {
				k.tells(t, org, plain)
				other.tells(t, org, templated)
				// The system's permissions are in tokens of templates alone.
				if got, all := k.permitted(t, i), own(other.claims["may"]); got != permitted || all != permitted {
					t.Errorf("the tokens permit %q and %q, expected %q", got, all, permitted)
				}
			})
		}
	}
	writes := edit(engines, "[clerk_organization_permission.read.key,", "[clerk_organization_permission.read.key, clerk_organization_permission.write.key,")
	renamed := edit(writes, `"org:analyst"`, `"org:author"`, `= "engines"`, `= "looms"`, `"Engines"`, `"Looms"`, `"Countess"`, `"Author"`, `"{{org.has_image}}"`, `"{{org.nothing}}"`)
	i.Drive(
		acctest.Step{Config: engines, Check: tell("org:reports:read",
			map[string]string{"o": `{"id":"ORG","slg":"engines","rol":"analyst","per":"read","fpm":"1"}`, "fea": `"o:reports"`},
			map[string]string{
				"org": `"ORG"`, "name": `"Engines"`, "slug": `"engines"`, "role": `"org:analyst"`, "plan": `"pro"`, "logo": `false`,
				"title": `"Countess"`, "line": `"Ada is org:analyst of Engines"`, "all": `{"ORG":"org:analyst"}`,
			},
		)},
		acctest.Step{Config: writes, Plan: []string{"clerk_organization_role.analyst: update permissions"}, Check: tell("org:reports:read org:reports:write", nil, nil)},
		acctest.Step{Config: renamed, Check: tell("org:reports:read org:reports:write", nil,
			map[string]string{"name": `"Looms"`, "slug": `"looms"`, "role": `"org:author"`, "title": `"Author"`, "logo": `null`, "line": `"Ada is org:author of Looms"`},
		)},
		acctest.Step{Config: edit(renamed, "= clerk_organization_role.analyst.key", `= "org:member"`), Check: tell("",
			map[string]string{"o": `{"id":"ORG","slg":"looms","rol":"member","per":"","fpm":""}`, "fea": `""`},
			map[string]string{"role": `"org:member"`, "all": `{"ORG":"org:member"}`},
		)},
	)
}

func TestTokensTellOfNoOrganizationWhereNoneIsActive(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(acctest.Step{Config: engines, Check: func(s acctest.States) {
		tokens(t, i, s.Get("clerk_user.ada", "id"), "", func(plain, templated token) {
			plain.tells(t, "", map[string]string{"o": "", "org_id": ""})
			templated.tells(t, s.Get("clerk_organization.engines", "id"), map[string]string{
				"org": `null`, "role": `null`, "may": `null`, "title": `null`, "line": `"Ada is null of nothing"`, "all": `{"ORG":"org:analyst"}`,
			})
		})
	}})
}

// A session outlives the organization that is active in it, and a member's leave.
func TestASessionForgetsAnOrganizationThatIsDestroyed(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	without := engines
	for _, block := range []string{"clerk_organization_membership\" \"ada", "clerk_organization\" \"engines"} {
		before, after, _ := strings.Cut(without, "resource \""+block)
		_, after, _ = strings.Cut(after, "\n}\n")
		without = before + after
	}
	var session string
	read := func() map[string]any {
		s, err := i.Clerk.Sessions.Get(t.Context(), session)
		if err != nil {
			t.Fatal(err)
		}
		return map[string]any{"status": s.Status, "organization": s.LastActiveOrganizationID != nil}
	}
	i.Drive(
		acctest.Step{Config: engines, Check: func(s acctest.States) {
			org := s.Get("clerk_organization.engines", "id")
			i.Open(sessionOf(s.Get("clerk_user.ada", "id"), fmt.Sprintf("active_organization_id = %q\n  revoke_on_close = false", org)), func(data map[string]any) { session = data["id"].(string) })
			if got := read(); got["status"] != "active" || got["organization"] != true {
				t.Errorf("the session is %v", got)
			}
		}},
		acctest.Step{Config: without, Check: func(acctest.States) {
			if got := read(); got["status"] != "active" || got["organization"] != false {
				t.Errorf("the session is %v", got)
			}
			v := i.Read(fmt.Sprintf("data \"clerk_session\" \"ada\" {\n  id = %q\n}", session))
			if active := v.GetAttr("last_active_organization_id").AsString(); active != "" {
				t.Errorf("the session has the organization %s", active)
			}
			i.Open(fmt.Sprintf("ephemeral \"clerk_session_token\" \"ada\" {\n  session_id = %q\n  template = \"api\"\n}\n", session), func(data map[string]any) {
				newToken(t, data).tells(t, "", map[string]string{"org": `null`, "role": `null`, "may": `null`, "all": `{}`})
			})
		}},
	)
}

// Whether that is 404 or 422 is not known.
func TestRefusesAnOrganizationOfWhichTheUserIsNoMember(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"404", "422"} {
		t.Run(answer, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"organization_of_no_member": answer} })
			user, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
			if err != nil {
				t.Fatal(err)
			}
			org := i.Post("/v1/organizations", map[string]any{"name": "Engines"})["id"].(string)
			for typ, argument := range map[string]string{"clerk_session": "active_organization_id", "clerk_sign_in_token": "org_id"} {
				of := func(org string) string {
					return fmt.Sprintf("ephemeral %q \"ada\" {\n  user_id = %q\n  %s = %q\n}\n", typ, user.ID, argument, org)
				}
				i.ExpectError(of(org), "with ephemeral."+typ+".ada", argument+" = ", answer, "The user ada@example.com is not a member of the organization Engines.", "clerk_organization_membership")
				i.ExpectError(of("org_none"), argument+" = ", answer)
			}
		})
	}
}

// One apply makes everything, and tokens of the next see what that has changed.
func TestAccTokensTellOfTheOrganizationsOfTheSameApply(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t)
	config := engines + `
ephemeral "clerk_session" "ada" {
  user_id                = clerk_organization_membership.ada.user_id
  active_organization_id = clerk_organization_membership.ada.organization_id
}
ephemeral "clerk_session_token" "plain" {
  session_id = ephemeral.clerk_session.ada.id
}
ephemeral "clerk_session_token" "templated" {
  session_id = ephemeral.clerk_session.ada.id
  template   = clerk_jwt_template.api.name
}`
	tell := func(config, permissions, may string) resource.TestStep {
		t.Helper()
		expression := "{ o = ephemeral.clerk_session_token.plain.claims.o, claims = ephemeral.clerk_session_token.templated.claims }"
		return echo(config, expression, func(data map[string]any) {
			o, claims := data["o"].(map[string]any), data["claims"].(map[string]any)
			if got, err := json.Marshal(claims["may"]); err != nil || string(got) != may || o["per"] != permissions || o["rol"] != "analyst" || o["id"] != claims["org"] {
				t.Errorf("the tokens have %v and %s", o, got)
			}
		})
	}
	i.RunEchoing(
		tell(config, "read", `["org:sys_memberships:read","org:reports:read"]`),
		resource.TestStep{Config: engines}, // without what echoes, which stores the first value only
		tell(acctest.Replace(t, config, "[clerk_organization_permission.read.key,", "[clerk_organization_permission.write.key,"), "write", `["org:sys_memberships:read","org:reports:write"]`),
	)
}
