package clerksim

import (
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"
)

type organization struct {
	head
	twoMetadata
	Name                                string  `json:"name"`
	Slug                                string  `json:"slug"`
	ImageURL                            string  `json:"image_url"`
	HasImage                            bool    `json:"has_image"`
	MembersCount                        *int    `json:"members_count,omitempty"`
	MissingMemberWithElevatedPermission *bool   `json:"missing_member_with_elevated_permissions,omitempty"`
	PendingInvitationsCount             *int    `json:"pending_invitations_count,omitempty"`
	MaxAllowedMemberships               int64   `json:"max_allowed_memberships"`
	AdminDeleteEnabled                  bool    `json:"admin_delete_enabled"`
	CreatedBy                           string  `json:"created_by,omitempty"`
	RoleSetKey                          *string `json:"role_set_key"`
	LastActiveAt                        int64   `json:"last_active_at,omitempty"`
	imageID, roleSetID                  string
}

func (c *call) showOrganization(o organization) organization {
	o.ImageURL, o.HasImage = c.organizationImageURL(o), o.imageID != ""
	if _, known := c.users.get(o.CreatedBy); !known && c.assume["organization_creator_deleted"] == "left_out" {
		o.CreatedBy = ""
	}
	for _, s := range stored[session](c).ordered {
		if text0(s.LastActiveOrganizationID) == o.ID {
			o.LastActiveAt = max(o.LastActiveAt, s.LastActiveAt)
		}
	}
	set, _ := stored[roleSet](c).get(o.roleSetID)
	o.RoleSetKey = pointer(set.Key)
	q := c.r.URL.Query()
	if q.Get("include_members_count") == "true" {
		n, pending := len(stored[membership](c).lookup("organization_id", o.ID)), len(c.pendingInvitations(o.ID))
		o.MembersCount, o.PendingInvitationsCount = &n, &pending
	}
	if q.Get("include_missing_member_with_elevated_permissions") == "true" {
		o.MissingMemberWithElevatedPermission = new(c.admins(o.ID) == 0)
	}
	return o
}

func organizationFields(name rule) map[string]rule {
	return map[string]rule{
		"name": name.must(isOrganizationName), "slug": text.orNull().must(isSlug), "max_allowed_memberships": number.orNull().within(0, 1<<31),
		"created_at": instant.orNull(), "role_set_key": text.orNull(),
	}
}

func organizations() kind[organization] {
	create, update := organizationFields(text.need()), organizationFields(text.orNull())
	create["created_by"], update["admin_delete_enabled"] = text.orNull(), flag.orNull()
	create["public_metadata"], create["private_metadata"] = object.orNull(), object.orNull()
	perOrganization := perObject("organization", "organization_id")
	return kind[organization]{
		object: "organization", plural: "organizations", idParam: "organization_id", prefix: "org",
		list: true, get: true, delete: true,
		create: &shape{fields: create, open: true}, update: &shape{fields: update},
		limits: map[string]func(*call) rateClass{"PATCH": perOrganization},
		actions: []action[organization]{
			{"PATCH", "/metadata", metadataBody(false, twoMetadataFields...), func(c *call, o *organization) *failure { return c.mergeTwo(&o.twoMetadata) }, perOrganization},
			{"PUT", "/metadata", metadataBody(true, twoMetadataFields...), func(c *call, o *organization) *failure { return c.replaceTwo(&o.twoMetadata) }, perOrganization},
			{"PUT", "/logo", nil, (*call).setLogo, nil},
			{"DELETE", "/logo", nil, func(_ *call, o *organization) *failure { o.imageID = ""; return nil }, nil},
		},
		enabled: (*call).organizationsEnabled,
		findBy:  (*call).organization,
		keys:    map[string]func(organization) []string{"slug": func(o organization) []string { return present(&o.Slug) }},
		filter:  (*call).organizationFilter,
		orders: []ordering[organization]{
			{"name", func(_ *call, a, b organization) int { return strings.Compare(a.Name, b.Name) }},
			{"created_at", nil},
			{"members_count", func(c *call, a, b organization) int { return len(c.listedMembers(a)) - len(c.listedMembers(b)) }},
		},
		defaults: organization{twoMetadata: noMetadata},
		rules:    (*call).organizationRules,
		created:  (*call).addCreator,
		deleted:  (*call).emptyOrganization,
		show:     (*call).showOrganization,
	}
}

func (c *call) organizationsEnabled() *failure {
	if c.organizationSettings.Enabled {
		return nil
	}
	return fail(http.StatusForbidden, "organization_not_enabled_in_instance", "The organizations feature is not enabled for this instance.", "The organizations feature is not enabled for this instance.")
}

// organization gives the organization that the path names, by id or slug.
func (c *call) organization() (organization, *failure) {
	if f := c.organizationsEnabled(); f != nil {
		return organization{}, f
	}
	name, all := c.id("organization_id"), stored[organization](c)
	if o, ok := all.get(name); ok {
		return o, nil
	}
	if found := all.lookup("slug", name); len(found) > 0 {
		return found[0], nil
	}
	return organization{}, notFound("organization", name)
}

// listedMembers are the members of an organization as lists show them.
func (c *call) listedMembers(o organization) []string {
	return each(stored[membership](c).listed(c.now).lookup("organization_id", o.ID), func(m membership) string { return m.userID })
}

func (c *call) organizationFilter(q *query) func(organization) bool {
	byID, byUser, part := q.choice("organization_id"), q.choice("user_id"), strings.ToLower(q.Get("query"))
	q.boolean("include_members_count")
	q.boolean("include_missing_member_with_elevated_permissions")
	return func(o organization) bool {
		return byID.admits(o.ID) && byUser.admits(c.listedMembers(o)...) &&
			(part == "" || o.ID == q.Get("query") || strings.Contains(strings.ToLower(o.Name), part) || strings.Contains(o.Slug, part))
	}
}

func (c *call) organizationRules(old organization, o *organization) *failure {
	p := c.params
	if old.ID == "" {
		o.AdminDeleteEnabled = c.organizationSettings.AdminDeleteEnabled
		if !p.has("max_allowed_memberships") {
			o.MaxAllowedMemberships = c.organizationSettings.MaxAllowedMemberships
		}
		if _, known := c.users.get(o.CreatedBy); o.CreatedBy != "" && !known {
			return wrong("created_by", "form_resource_not_found", "not found", "No user was found with id "+o.CreatedBy+".")
		}
		if f := c.twoMetadataSize(&o.twoMetadata); f != nil {
			return f
		}
	}
	if f := c.chooseSlug(old, o); f != nil {
		return f
	}
	return c.assignRoleSet(old, o)
}

// chooseSlug gives an organization its slug: the one of the body, or one of the name's.
func (c *call) chooseSlug(old organization, o *organization) *failure {
	sent := c.params.has("slug")
	switch cleared := c.params.cleared("slug") || sent && o.Slug == ""; {
	case c.organizationSettings.SlugDisabled && sent:
		return fail(http.StatusForbidden, "organization_slugs_disabled", "Organization slugs are disabled", "Organization slugs are not enabled for this instance.").about("slug")
	case old.ID == "" && c.organizationSettings.SlugDisabled && c.assume["organization_slug_when_off"] == "empty":
	case old.ID == "" && o.Slug == "":
		o.Slug = c.slugFor(o)
	case old.ID == "" || !cleared:
	case c.assume["organization_slug_cleared"] == "refused":
		return isNull("slug")
	case c.assume["organization_slug_cleared"] == "kept":
		o.Slug = old.Slug
	default:
		o.Slug = ""
	}
	return claimed(c, "slug", *o)
}

func (c *call) setLogo(o *organization) *failure {
	if !c.ignores("file") {
		o.imageID = c.nextImage(o.imageID)
	}
	return c.uploaded()
}

// organizationImageURL is imageURL of an organization.
func (c *call) organizationImageURL(o organization) string {
	if c.assume.yes("organization_initials") && o.imageID == "" {
		return c.initialsURL(o.ID, initials(o.Name))
	}
	return c.imageURL(o.ID, o.imageID)
}

// addCreator makes who created an organization its first member.
func (c *call) addCreator(o organization) {
	if creator, known := c.users.get(o.CreatedBy); known {
		m := memberships().begin(c)
		m.organizationID, m.userID, m.Role = o.ID, creator.ID, c.creatorRole(o)
		stored[membership](c).store(c.now, m)
	}
}

// emptyOrganization deletes what was in an organization, and takes it out of sessions.
func (c *call) emptyOrganization(o organization) {
	for _, s := range stored[session](c).ordered {
		if s.lives(c.now) && text0(s.LastActiveOrganizationID) == o.ID {
			s.LastActiveOrganizationID = nil
			stored[session](c).store(c.now, s)
		}
	}
	for _, m := range stored[membership](c).lookup("organization_id", o.ID) {
		stored[membership](c).discard(c.now, m.ID)
	}
	for _, i := range stored[organizationInvitation](c).lookup("organization_id", o.ID) {
		stored[organizationInvitation](c).discard(c.now, i.ID)
	}
	for _, d := range stored[organizationDomain](c).lookup("organization_id", o.ID) {
		stored[organizationDomain](c).discard(c.now, d.ID)
	}
}

var notInSlugs = regexp.MustCompile(`[^a-z0-9]+`)

// slugFor makes a slug that is free from the name, as Clerk does.
func (c *call) slugFor(o *organization) string {
	slug := strings.Trim(notInSlugs.ReplaceAllString(strings.ToLower(o.Name), "-"), "-")
	if slug == "" || len(stored[organization](c).lookup("slug", slug)) > 0 {
		slug = strings.Trim(slug+"-"+randomHex(4), "-")
	}
	return slug
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
