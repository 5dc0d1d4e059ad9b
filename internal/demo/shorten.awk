# Shortens what Terraform and OpenTofu print: of the lines that they print for
# each object, the first two of a kind, and how many more there were; of the other
# lines, those that match the variable others. The reminder of development overrides
# and empty lines before the first are left out.
BEGIN {
	kinds = split("will be created|will be destroyed|Refreshing state...|Still creating...|Still modifying...|Still destroying...|" \
		"Creating...|Modifying...|Destroying...|Creation complete|Modifications complete|Destruction complete", kind, "|")
}
/Warning: Provider development overrides are in effect/ { reminding = 1; next }
reminding { if (/releases\./) reminding = 0; next }
!begun && /^[ \t]*$/ { next }
{
	begun = 1
	for (k = 1; k <= kinds; k++)
		if (index($0, kind[k])) {
			sub(/^ +/, "")
			if (++seen[k] <= 2) print "  │ " $0
			fflush()
			next
		}
}
others == "." || $0 ~ others { more(); print "  │ " $0; fflush() }
END { more() }
function more(k) {
	for (k = 1; k <= kinds; k++) {
		if (seen[k] > 2) print "  │ … and " (seen[k] - 2) " more: " kind[k]
		seen[k] = 0
	}
}
