namespace OtcPassword.Emulator.Http;

/// <summary>The resources that a path can name.</summary>
internal enum RouteKind
{
    Unknown,
    IdentityVersions,
    IdentityVersion,
    Tokens,
    SecurityTokens,
    FederatedTokens,
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
