using OtcPassword.Emulator;

return await ServeCommand.RunAsync(args);
