/// Who asks about the server as a whole, in no organization.
package struct ServerCaller: Sendable {
    /// Nil for the command line on the server itself, which may do everything.
    package let user: User?
    package let door: Door

    package init(user: User?, door: Door) {
        self.user = user
        self.door = door
    }

    /// Throws ``AccessError`` `superadminRequired` for everybody else.
    package func requireSuperadmin() throws(AccessError) {
        guard user?.isSuperadmin ?? true else { throw .superadminRequired() }
    }
}
