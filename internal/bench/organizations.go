package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// organizations counts the requests of empty plans over what belongs to organizations. What
// is planned was applied before.
func (b *bench) organizations(ctx context.Context) error {
	for _, c := range []struct {
		what   string
		config string
		users  int // made-up ones
		most   int
	}{
		{
			fmt.Sprintf("%d organizations, %d users and as many memberships", b.users(20), b.users(600)),
			customers(b.users(20)) + fmt.Sprintf(`
resource "clerk_user" "member" {
  count           = %d
  email_addresses = ["member-${count.index}@example.com"]
}

resource "clerk_organization_membership" "member" {
  count           = %[1]d
  organization_id = clerk_organization.customer[count.index %% %[2]d].id
  user_id         = clerk_user.member[count.index].id
  role            = "org:member"
}
`, b.users(600), b.users(20)), 0, 14,
		},
		{
			fmt.Sprintf("%d organizations and %s memberships", b.users(20), count(b.users(20)*b.users(500))),
			customers(b.users(20)) + memberships(b.users(20), b.users(500)), b.users(500), 45,
		},
		{
			fmt.Sprintf("%d permissions, %d roles, %d role sets, %d organizations with %d domains", b.users(300), b.users(60), b.users(20), b.users(20), b.users(200)),
			customers(b.users(20)) + rolesAndDomains(b.users(300), b.users(60), b.users(20), b.users(200), b.users(20)), 0, 12,
		},
	} {
		n, err := b.emptyPlan(ctx, c.config, c.users)
		if err != nil {
			return err
		}
		b.report.atMost("Requests of an empty plan: "+c.what, fmt.Sprintf("%d, the most of %d plans", n, cheapPlans), float64(n), float64(c.most), fmt.Sprintf("≤ %d", c.most))
	}
	return nil
}

// emptyPlan applies a configuration on a local Clerk that has some users, and gives the
// requests that a plan takes then.
func (b *bench) emptyPlan(ctx context.Context, config string, users int) (requests int, err error) {
	w, err := b.emptyWorld(clerksim.Options{Users: users, Assume: map[string]string{"custom_role_quota": "100", "role_set_quota": "100"}})
	if err != nil {
		return 0, err
	}
	defer w.sim.Close()
	backend := stateBackend()
	defer backend.Close()
	if err := w.write("main.tf", []byte(b.cli.required()+config)); err != nil {
		return 0, err
	}
	if err := w.useBackend(ctx, b.cli, backend.URL); err != nil {
		return 0, err
	}
	if _, err := b.cli.run(ctx, w, "", nil, "apply", "-auto-approve"); err != nil {
		return 0, err
	}
	for range cheapPlans {
		took, err := b.cli.plan(ctx, w, "")
		if err != nil {
			return 0, err
		}
		requests = max(requests, took.requests)
	}
	return requests, nil
}

func customers(n int) string {
	return fmt.Sprintf(`
resource "clerk_organization" "customer" {
  count = %d
  name  = "Customer ${count.index}"
  slug  = "customer-${count.index}"
}
`, n)
}

// memberships makes all users of the instance members of each of some organizations: a block
// for each, since Terraform's time grows with the square of a block.
func memberships(organizations, users int) string {
	var out strings.Builder
	out.WriteString("\ndata \"clerk_users\" \"all\" {}\n")
	for n := range organizations {
		fmt.Fprintf(&out, `
resource "clerk_organization_membership" "of_%[1]d" {
  count           = %[2]d
  organization_id = clerk_organization.customer[%[1]d].id
  user_id         = data.clerk_users.all.users[count.index].id
  role            = "org:member"
}
`, n, users)
	}
	return out.String()
}

func rolesAndDomains(permissions, roles, sets, domains, organizations int) string {
	return fmt.Sprintf(`
resource "clerk_organization_permission" "one" {
  count = %d
  name  = "Permission ${count.index}"
  key   = "org:feature_${count.index}:read"
}

resource "clerk_organization_role" "one" {
  count       = %d
  name        = "Role ${count.index}"
  key         = "org:role_${count.index}"
  permissions = concat([clerk_organization_permission.one[count.index].key], ["org:sys_memberships:read", "org:sys_memberships:manage", "org:sys_profile:delete"])
}

resource "clerk_role_set" "one" {
  count        = %d
  name         = "Role set ${count.index}"
  key          = "role_set:set_${count.index}"
  roles        = [clerk_organization_role.one[count.index].key]
  default_role = clerk_organization_role.one[count.index].key
  creator_role = clerk_organization_role.one[count.index].key
}

resource "clerk_organization_domain" "one" {
  count           = %d
  organization_id = clerk_organization.customer[count.index %% %d].id
  name            = "customer-${count.index}.example.com"
}
`, permissions, roles, sets, domains, organizations)
}
