namespace OtcPassword.Emulator.Http;

/// <summary>What a path means, whatever the method.</summary>
internal enum RouteKind
{
    Unknown,
    IdentityVersions,
    IdentityVersion,
    Tokens,
    SecurityTokens,
    AuthProjects,
    AuthDomains,
    AuthCatalog,
    Projects,
    ComputeVersion,
    ComputeProjectRoot,
    Servers,
    ServersDetail,
    Server,
    ServerPassword,
    KeyPairs,
    KeyPair,
    Flavors,
    FlavorsDetail,
    Flavor,
    BmsServers,
    BmsServersDetail,
    BmsServer,
    BmsServerPassword,
    ImageVersions,
    Images,
    Image,
}
