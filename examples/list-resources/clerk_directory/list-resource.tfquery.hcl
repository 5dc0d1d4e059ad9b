# terraform query -generate-config-out=directories.tf
list "clerk_directory" "all" {
  provider = clerk
}
