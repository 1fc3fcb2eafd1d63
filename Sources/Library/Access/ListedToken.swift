/// An API token with the address of whom it speaks for, as lists show it.
package struct ListedToken: Sendable {
    package let token: APIToken
    package let userEmail: String

    package init(token: APIToken, userEmail: String) {
        self.token = token
        self.userEmail = userEmail
    }
}
