package clerksim

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

type organization struct {
	head
	name, slug         string
	createdBy          string
	maxMemberships     int64
	adminDeleteEnabled bool
	metadata           [2]json.RawMessage // public and private
	imageID            string
	roleSetKey         *string
}

type organizationView struct {
	Object                              string          `json:"object"`
	ID                                  string          `json:"id"`
	Name                                string          `json:"name"`
	Slug                                string          `json:"slug"`
	ImageURL                            string          `json:"image_url"`
	HasImage                            bool            `json:"has_image"`
	MembersCount                        *int64          `json:"members_count,omitempty"`
	MissingMemberWithElevatedPermission *bool           `json:"missing_member_with_elevated_permissions,omitempty"`
	PendingInvitationsCount             *int64          `json:"pending_invitations_count,omitempty"`
	MaxAllowedMemberships               int64           `json:"max_allowed_memberships"`
	AdminDeleteEnabled                  bool            `json:"admin_delete_enabled"`
	PublicMetadata                      json.RawMessage `json:"public_metadata"`
	PrivateMetadata                     json.RawMessage `json:"private_metadata"`
	CreatedBy                           string          `json:"created_by,omitempty"`
	CreatedAt                           int64           `json:"created_at"`
	UpdatedAt                           int64           `json:"updated_at"`
	RoleSetKey                          *string         `json:"role_set_key"`
}

func (c *call) showOrganization(o *organization) organizationView {
	v := organizationView{
		Object: "organization", ID: o.ID, Name: o.name, Slug: o.slug, ImageURL: c.imageURL(o.ID, o.imageID), HasImage: o.imageID != "",
		MaxAllowedMemberships: o.maxMemberships, AdminDeleteEnabled: o.adminDeleteEnabled, PublicMetadata: o.metadata[publicMetadata],
		PrivateMetadata: o.metadata[privateMetadata], CreatedBy: o.createdBy, CreatedAt: o.CreatedAt, UpdatedAt: o.UpdatedAt, RoleSetKey: o.roleSetKey,
	}
	q := c.r.URL.Query()
	if members := c.memberships.lookup("organization_id", o.ID); q.Get("include_members_count") == "true" {
		n, pending := int64(len(members)), int64(0)
		for _, i := range c.organizationInvites.lookup("organization_id", o.ID) {
			if i.statusAt(c.now) == "pending" {
				pending++
			}
		}
		v.MembersCount, v.PendingInvitationsCount = &n, &pending
	}
	if q.Get("include_missing_member_with_elevated_permissions") == "true" {
		missing := c.admins(o.ID) == 0
		v.MissingMemberWithElevatedPermission = &missing
	}
	return v
}

func organizationFields(name rule) map[string]rule {
	return map[string]rule{
		"name": name.must(isOrganizationName), "slug": text.orNull().must(isSlug), "max_allowed_memberships": number.orNull().within(0, 1<<31),
		"created_at": instant.orNull(), "role_set_key": text.orNull(),
	}
}

func organizationOperations() []operation {
	create, update := organizationFields(text.need()), organizationFields(text.orNull())
	create["created_by"], update["admin_delete_enabled"] = text.orNull(), flag.orNull()
	create["public_metadata"], create["private_metadata"] = object.orNull(), object.orNull()
	perOrganization := perObject("organization", "organization_id")
	return []operation{
		{pattern: "GET /organizations", handle: (*call).listOrganizations},
		{pattern: "POST /organizations", handle: (*call).createOrganization, body: &shape{fields: create, open: true}},
		{pattern: "GET /organizations/{organization_id}", handle: (*call).getOrganization},
		{pattern: "PATCH /organizations/{organization_id}", handle: (*call).updateOrganization, body: &shape{fields: update}, class: perOrganization},
		{pattern: "DELETE /organizations/{organization_id}", handle: (*call).deleteOrganization},
		{pattern: "PATCH /organizations/{organization_id}/metadata", handle: (*call).mergeOrganizationMetadata, body: metadataBody(false, twoMetadataFields...), class: perOrganization},
		{pattern: "PUT /organizations/{organization_id}/metadata", handle: (*call).replaceOrganizationMetadata, body: metadataBody(true, twoMetadataFields...), class: perOrganization},
		{pattern: "PUT /organizations/{organization_id}/logo", handle: (*call).setLogo},
		{pattern: "DELETE /organizations/{organization_id}/logo", handle: (*call).deleteLogo},
	}
}

func (c *call) organizationsEnabled() *failure {
	if c.switches["organizations"] {
		return nil
	}
	return fail(http.StatusForbidden, "organization_not_enabled_in_instance", "The organizations feature is not enabled for this instance.", "The organizations feature is not enabled for this instance.")
}

// organization gives the organization that the path names, by id or slug.
func (c *call) organization() (*organization, *failure) {
	if f := c.organizationsEnabled(); f != nil {
		return nil, f
	}
	name := c.id("organization_id")
	if o, ok := c.organizations.get(name); ok {
		return o, nil
	}
	if found := c.organizations.lookup("slug", name); len(found) > 0 {
		return found[0], nil
	}
	return nil, notFound("organization", name)
}

func (c *call) listOrganizations() (any, *failure) {
	if f := c.organizationsEnabled(); f != nil {
		return nil, f
	}
	q := c.query()
	p, o := q.page(), q.orderBy("name", "created_at", "members_count")
	byID, byUser := q.choice("organization_id"), q.choice("user_id")
	q.boolean("include_members_count")
	q.boolean("include_missing_member_with_elevated_permissions")
	if f := q.err(); f != nil {
		return nil, f
	}
	part := strings.ToLower(q.Get("query"))
	memberships := c.memberships.listed(c.now)
	members := func(o *organization) []string {
		return each(memberships.lookup("organization_id", o.ID), func(m *membership) string { return m.userID })
	}
	all := newestFirst(c.organizations.listed(c.now), func(o *organization) bool {
		return byID.admits(o.ID) && byUser.admits(members(o)...) &&
			(part == "" || o.ID == q.Get("query") || strings.Contains(strings.ToLower(o.name), part) || strings.Contains(o.slug, part))
	})
	slices.SortStableFunc(all, func(a, b *organization) int {
		by := map[string]int{"name": strings.Compare(a.name, b.name), "members_count": len(members(a)) - len(members(b)), "created_at": a.place().compare(b.place())}[o.by]
		if o.descending {
			return -by
		}
		return by
	})
	return listBody[organizationView]{each(cut(all, p), c.showOrganization), int64(len(all))}, nil
}

func (c *call) getOrganization() (any, *failure) {
	o, f := c.organization()
	if f != nil {
		return nil, f
	}
	return c.showOrganization(o), nil
}

func (c *call) createOrganization() (any, *failure) {
	if f := c.organizationsEnabled(); f != nil {
		return nil, f
	}
	o := &organization{head: c.newHead("organization", "org"), adminDeleteEnabled: true, maxMemberships: c.assume.number("max_allowed_memberships"), createdBy: c.params.text("created_by")}
	creator, known := c.users.get(o.createdBy)
	if o.createdBy != "" && !known {
		return nil, wrong("created_by", "form_resource_not_found", "not found", "No user was found with id "+o.createdBy+".")
	}
	if f := c.replaceTwo(&o.metadata); f != nil {
		return nil, f
	}
	out, f := c.saveOrganization(o)
	if f == nil && known {
		c.memberships.store(c.now, c.newMembership(o, creator, adminRole))
	}
	return out, f
}

func (c *call) updateOrganization() (any, *failure) {
	return c.changeOrganization(func(o *organization) *failure {
		if c.params.has("admin_delete_enabled") {
			o.adminDeleteEnabled = c.params.flag("admin_delete_enabled")
		}
		return nil
	})
}

func (c *call) changeOrganization(change func(*organization) *failure) (any, *failure) {
	old, f := c.organization()
	if f != nil {
		return nil, f
	}
	o := *old
	if f := change(&o); f != nil {
		return nil, f
	}
	return c.saveOrganization(&o)
}

// saveOrganization gives an organization what the body says, and stores it.
func (c *call) saveOrganization(o *organization) (any, *failure) {
	p := c.params
	if p.has("name") {
		o.name = p.text("name")
	}
	if p.has("slug") && !c.switches["organization_slugs"] {
		return nil, fail(http.StatusForbidden, "organization_slugs_disabled", "Organization slugs are disabled", "Organization slugs are not enabled for this instance.").about("slug")
	}
	if s := p.text("slug"); s != "" {
		o.slug = s
	}
	if o.slug == "" {
		o.slug = c.slugFor(o)
	}
	if slices.ContainsFunc(c.organizations.lookup("slug", o.slug), func(other *organization) bool { return other.ID != o.ID }) {
		return nil, taken("slug")
	}
	if p.has("max_allowed_memberships") {
		o.maxMemberships = p.number("max_allowed_memberships")
	}
	if p.has("created_at") {
		o.CreatedAt = p.number("created_at")
	}
	if p.has("role_set_key") {
		o.roleSetKey = pointer(p.text("role_set_key"))
	}
	o.UpdatedAt = millis(c.now)
	c.organizations.store(c.now, o)
	return c.showOrganization(o), nil
}

var notInSlugs = regexp.MustCompile(`[^a-z0-9]+`)

// slugFor makes a slug that is free from the name, as Clerk does.
func (c *call) slugFor(o *organization) string {
	slug := strings.Trim(notInSlugs.ReplaceAllString(strings.ToLower(o.name), "-"), "-")
	if slug == "" || len(c.organizations.lookup("slug", slug)) > 0 {
		slug = strings.Trim(slug+"-"+randomHex(4), "-")
	}
	return slug
}

func (c *call) deleteOrganization() (any, *failure) {
	o, f := c.organization()
	if f != nil {
		return nil, f
	}
	for _, m := range c.memberships.lookup("organization_id", o.ID) {
		c.memberships.discard(c.now, m.ID)
	}
	for _, i := range c.organizationInvites.lookup("organization_id", o.ID) {
		c.organizationInvites.discard(c.now, i.ID)
	}
	c.organizations.discard(c.now, o.ID)
	return deleted{"organization", o.ID, true}, nil
}

func (c *call) mergeOrganizationMetadata() (any, *failure) {
	return c.changeOrganization(func(o *organization) *failure { return c.mergeTwo(&o.metadata) })
}

func (c *call) replaceOrganizationMetadata() (any, *failure) {
	return c.changeOrganization(func(o *organization) *failure { return c.replaceTwo(&o.metadata) })
}

func (c *call) setLogo() (any, *failure) {
	return c.changeOrganization(func(o *organization) *failure {
		o.imageID = c.nextImage(o.imageID)
		return c.uploaded()
	})
}

func (c *call) deleteLogo() (any, *failure) {
	return c.changeOrganization(func(o *organization) *failure { o.imageID = ""; return nil })
}

func isOrganizationName(param, s string) *failure {
	if utf8.RuneCountInString(s) > 256 {
		return wrong(param, "form_param_max_length_exceeded", "is too long", param+" should not exceed 256 characters.")
	}
	if s == "" || strings.Contains(s, "://") || strings.ContainsAny(s, "<>") {
		return invalidFormat(param, "must not be empty, and may not contain URLs or HTML")
	}
	return nil
}

var slugForm = regexp.MustCompile(`^[a-z0-9-]*$`)

func isSlug(param, s string) *failure {
	if !slugForm.MatchString(s) {
		return invalidFormat(param, "can only contain lowercase letters, digits and dashes")
	}
	return nil
}
