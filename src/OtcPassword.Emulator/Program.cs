System.Console.WriteLine("Nothing to serve yet.");
